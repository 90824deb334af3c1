"""A Russian stone of which nobody knows when it left Russia."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import CLOSED, enters, polished_stone, side_deal
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone that was mined in Russia comes out of a drawer in Dubai, without a proof of the day it came there."""
    body = enters(event, CLOSED)
    if body is None or not scene.connected(body.importer):
        return None
    deal = side_deal(scene, event, body, polished_stone(scene, scene.whole(1_050, 3_000), "RU"), lies_in="AE")
    return Tampering((event, *deal.events), (deal.subject,), deal.imported.event_id)


FAULT = Fault(
    name="without_proof_of_date",
    rule="SAN002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2024, 9, 1),
)
