"""A Russian stone that is sent on from a third country."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import CLOSED, enters, polished_stone, side_deal
from schemas.events import CustodyEvent, LotRegistered, Place, ShipmentExported, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone of more than a carat, mined and cut in Russia, goes to Dubai first and comes on ten days later."""
    body = enters(event, CLOSED)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, polished_stone(scene, scene.whole(1_050, 3_000), "RU"), lies_in="RU")
    entry = deal.imported.body
    stock = deal.registered.body
    assert isinstance(entry, ShipmentImported)
    assert isinstance(stock, LotRegistered)
    importer = scene.actor(body.importer)
    via = replace(entry, shipment_id=scene.name("VIA"), to_country="AE")
    leaves = ShipmentExported(
        shipment_id=via.shipment_id,
        certificate=None,
        exporter=via.exporter,
        importer=via.importer,
        from_country="RU",
        to_country="AE",
        seals=(),
        parcels=1,
        carats=via.carats,
        value_cents=via.value_cents,
        lines=via.lines,
    )
    out = scene.another(event, leaves, hours=20, by=importer, place=Place(country="RU"))
    there = scene.another(event, via, hours=60, by=importer, place=Place(country="AE"))
    arrives = scene.another(event, replace(entry, from_country="AE"), hours=300, by=importer)
    arrives = replace(arrives, evidence=deal.imported.evidence)
    return Tampering((event, deal.registered, out, there, arrives), (deal.subject,), arrives.event_id)


FAULT = Fault(
    name="russian_stone_by_way_of_dubai",
    pattern="5.1",
    kind=Kind.DISGUISED,
    rule="SAN001",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
