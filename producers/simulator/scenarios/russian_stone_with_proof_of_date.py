"""A Russian stone that left Russia long before the ban."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.sidedeal import UNION, enters, polished_stone, side_deal
from schemas.events import CustodyEvent, Evidence


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone that was mined in Russia comes from Dubai, with the invoice by which it came there in 2022."""
    body = enters(event, UNION)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, polished_stone(scene, scene.whole(1_050, 3_000), "RU"), lies_in="AE")
    proof = Evidence("proof of date", "2022-06-14 invoice 4711")
    shown = replace(deal.imported, evidence=(*deal.imported.evidence, proof))
    return Tampering((event, deal.registered, shown), (deal.subject,), shown.event_id)


FAULT = Fault(
    name="russian_stone_with_proof_of_date",
    pattern="5.1",
    kind=Kind.HONEST,
    rule="SAN002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
