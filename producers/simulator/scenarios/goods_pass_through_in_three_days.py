"""A trading country where rough stays for hardly longer than its papers take."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, pass_through


def _stage(play: Production) -> None:
    """A firm in a country without mines keeps goods for a day before it applies for the papers of the next country."""
    hub = play.party("trader", "IE")
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    for day in evenly(85, 165, 6):
        play.at(
            day,
            partial(
                pass_through,
                source,
                hub,
                far,
                Ware(("GH",), 500_000, 10_000, lots=6),
                20,
                blame=("STA017", "country:IE:2026Q2"),
            ),
        )


PLAY = Play(
    name="goods_pass_through_in_three_days",
    pattern="F14",
    kind=Kind.NEAR,
    rules=("STA017",),
    stage=_stage,
)
