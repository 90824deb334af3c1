"""Gem rough of the cheapest country."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """A dealer exports rough for cheap jewellery at seven or eight dollars a carat, the average of DR Congo."""
    seller, buyer = play.party("trader", "CD"), play.party("trader", "IN")
    for day in evenly(8, 72, 12):
        play.at(day, partial(consign, seller, buyer, Ware(("CD",), 40_000, 750)))
    play.wrong("STA014", f"party:{seller.party_id}:710231:*")


PLAY = Play(
    name="cheap_gem_goods",
    pattern="F20",
    kind=Kind.HONEST,
    rules=("STA014",),
    stage=_stage,
)
