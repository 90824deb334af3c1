"""Values that are too high: a market of several dealers, and imports that are invoiced above it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.plays import Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade
from schemas.events import ShipmentExported


def market(play: Production, wares: Iterable[Ware], sales: int = 6, last: float = 280) -> None:
    """A dealer for each of ``wares`` sells such goods to a house of its own, so often from the first days on."""
    for n, ware in enumerate(wares):
        seller, buyer = play.party("trader", "BE"), play.party("trader", "IN" if n % 2 else "AE")
        trade(play, [seller], [buyer], ware, evenly(5 + n, last + n, sales))


def dear_imports(rule: str, seller: Actor, buyer: Actor, ware: Ware, days: Iterable[float], play: Production) -> None:
    """Consignments of ``ware`` that ``rule`` must flag, each on its day."""
    for day in days:
        play.at(day, partial(_dear_import, rule, seller, buyer, ware))


def _dear_import(rule: str, seller: Actor, buyer: Actor, ware: Ware, story: Thread) -> Telling:
    yield from consign(seller, buyer, ware, story)
    export = story.last(ShipmentExported)
    assert isinstance(export.body, ShipmentExported)
    story.production.wrong(rule, f"party:{buyer.party_id}:{export.body.shipment_id}", export)
