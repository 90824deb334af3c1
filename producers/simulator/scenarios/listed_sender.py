"""Goods that a party whose assets are frozen sends, and no longer owns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import CLOSED, enters, polished_stone, side_deal
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A small stone of Botswana belongs to its importer already, but Alrosa sends it from Dubai."""
    body = enters(event, CLOSED)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, polished_stone(scene, scene.whole(150, 450), "BW"), lies_in="AE")
    assert isinstance(deal.imported.body, ShipmentImported)
    sent = replace(deal.imported, body=replace(deal.imported.body, exporter="RU-ALROSA"))
    return Tampering((event, deal.registered, sent), (deal.subject,), sent.event_id)


FAULT = Fault(
    name="listed_sender",
    pattern="5.2",
    kind=Kind.DISGUISED,
    rule="SAN006",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 1, 3),
)
