"""A trading country where rough only changes its papers."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, pass_through


def _stage(play: Production) -> None:
    """A firm in a country without mines imports parcels and sends all of them on within a day or two."""
    hub = play.party("trader", "CZ")
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    for day in evenly(4, 62, 5):
        play.at(
            day,
            partial(
                pass_through,
                source,
                hub,
                far,
                Ware(("GH",), 500_000, 10_000, lots=8),
                3,
                blame=("STA017", "country:CZ:2026Q1"),
            ),
        )


PLAY = Play(
    name="goods_pass_through_in_a_day",
    pattern="F14",
    kind=Kind.PLAIN,
    rules=("STA017",),
    stage=_stage,
)
