"""Transfer mispricing that gets worse by a tenth each time."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign
from producers.simulator.storylines.pricing import odd_sales


def _stage(play: Production) -> None:
    """A dealer lowers the price to a related firm by a tenth every two weeks, until it is a seventh of what it was."""
    seller, friend = play.party("trader", "GH"), play.party("trader", "AE")
    for n in range(20):
        ware = Ware(("GH",), 120_000, 11_000 * 9**n // 10**n, spread=30)
        if n < 17:
            play.at(5 + 14 * n, partial(consign, seller, friend, ware))
        else:
            odd_sales("STA003", seller, friend, ware, [5 + 14 * n], play)


PLAY = Play(
    name="price_lowered_little_by_little",
    pattern="F5",
    kind=Kind.DISGUISED,
    rules=("STA003",),
    stage=_stage,
    out_of_reach="prices that fall little by little widen the scatter that the exporter is measured by",
)
