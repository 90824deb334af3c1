"""A trading country where rough changes its papers in small lots of two firms."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, pass_on, pass_through


def _stage(play: Production) -> None:
    """Two firms in a country without mines send on what they import within two or three days, in small lots for a
    whole quarter, and keep one parcel for a week.
    """
    hubs = [play.party("trader", "IT") for _ in range(2)]
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    for n, day in enumerate(evenly(85, 165, 12)):
        ware, blame = Ware(("GH",), 100_000, 10_000, lots=3), ("STA017", "country:IT:2026Q2")
        if n == 6:
            play.at(day, partial(pass_on, source, ware, ((hubs[0], 1000, 24), (far, 1040, 120))))
        else:
            play.at(day, partial(pass_through, source, hubs[n % 2], far, ware, 6, blame=blame))


PLAY = Play(
    name="goods_pass_through_in_small_lots",
    pattern="F14",
    kind=Kind.DISGUISED,
    rules=("STA017",),
    stage=_stage,
)
