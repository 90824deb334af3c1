"""Parcels of which less arrives than left."""

from __future__ import annotations

from functools import partial

from producers.simulator.plays import Production
from producers.simulator.storylines.bending import arriving, bent
from producers.simulator.storylines.consigning import Ware, consign, evenly


def leaking(play: Production, country: str, parcels: int, per_mille: int) -> None:
    """Of each of so many parcels of ``country`` in a quarter so many per mille arrive; STA008 must flag the pair."""
    seller, buyer, ware = play.party("trader", country), play.party("trader", "AE"), Ware((country,), 300_000, 9_000)
    for day in evenly(4, 62, parcels):
        tell = partial(consign, seller, buyer, ware, blame=("STA008", f"pair:{country}-AE:2026Q1"))
        play.at(day, bent(arriving(per_mille), tell))
