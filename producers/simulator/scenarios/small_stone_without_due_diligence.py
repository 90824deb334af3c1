"""A stone just above the weight of the law that enters the Union without a statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters, polished_stone, side_deal
from schemas.events import CustodyEvent
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One stone of Botswana of little more than half a carat comes in without the importer's statement."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, polished_stone(scene, scene.whole(510, 560), "BW"), lies_in="AE")
    silent = replace(deal.imported, evidence=())
    return Tampering((event, deal.registered, silent), (event_subject(silent.event_id),), silent.event_id)


FAULT = Fault(
    name="small_stone_without_due_diligence",
    pattern="5.1",
    kind=Kind.NEAR,
    rule="SAN004",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2026, 1, 1),
)
