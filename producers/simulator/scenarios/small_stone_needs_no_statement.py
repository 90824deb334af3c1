"""A stone below the weight of the law on due diligence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters, polished_stone, side_deal
from schemas.events import CustodyEvent
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone of Botswana of less than half a carat comes into the Union without the importer's statement."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, polished_stone(scene, scene.whole(420, 490), "BW"), lies_in="AE")
    silent = replace(deal.imported, evidence=())
    return Tampering((event, deal.registered, silent), (event_subject(silent.event_id),), silent.event_id)


FAULT = Fault(
    name="small_stone_needs_no_statement",
    pattern="5.1",
    kind=Kind.HONEST,
    rule="SAN004",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2026, 1, 1),
)
