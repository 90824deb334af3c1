"""A Russian stone that comes straight from Russia."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import CLOSED, enters, polished_stone, side_deal
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone of more than a carat, mined and cut in Russia, comes from there beside an honest shipment."""
    body = enters(event, CLOSED)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, polished_stone(scene, scene.whole(1_050, 3_000), "RU"), lies_in="RU")
    return Tampering((event, *deal.events), (deal.subject,), deal.imported.event_id)


FAULT = Fault(
    name="banned_stone_enters",
    rule="SAN001",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
