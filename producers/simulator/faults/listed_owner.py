"""Goods that belong to a party whose assets are frozen."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import CLOSED, enters, polished_stone, side_deal
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A small stone mined in Botswana comes in for a dealer, and belongs to Alrosa."""
    body = enters(event, CLOSED)
    if body is None or not scene.connected(body.importer):
        return None
    stone = polished_stone(scene, scene.whole(150, 450), "BW")
    deal = side_deal(scene, event, body, stone, lies_in="AE", owner="RU-ALROSA")
    return Tampering((event, *deal.events), (deal.subject,), deal.imported.event_id)


FAULT = Fault(
    name="listed_owner",
    rule="SAN006",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 1, 3),
)
