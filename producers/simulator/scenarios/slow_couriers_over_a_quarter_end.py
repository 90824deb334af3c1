"""Couriers who are slow just when a quarter ends."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import slow
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """Half of a quarter's parcels leave in its last two weeks, with a courier who needs a week."""
    seller, buyer, ware = play.party("trader", "LK"), play.party("trader", "AE"), Ware(("LK",), 300_000, 9_000)

    trade(play, [seller], [buyer], ware, evenly(4, 55, 6))
    for day in evenly(66, 78, 6):
        play.at(day, slow(3, partial(consign, seller, buyer, ware)))
    play.wrong("STA008", "pair:LK-AE:*")


PLAY = Play(
    name="slow_couriers_over_a_quarter_end",
    pattern="F10",
    kind=Kind.HONEST,
    rules=("STA008",),
    stage=_stage,
)
