"""A Russian stone of which nobody knows when it left Russia."""

from __future__ import annotations

from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import CLOSED, enters, polished_stone, side_deal
from schemas.events import CustodyEvent

LICENCE_ENDS = date(2026, 9, 1)
"""Last day of the licence of the United States for stones that left Russia in time; then no proof helps any more."""


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A stone that was mined in Russia comes out of a drawer in Dubai, without a proof of the day it came there."""
    body = enters(event, CLOSED)
    if body is None or not scene.connected(body.importer):
        return None
    if body.to_country == "US" and event.occurred_at.date() >= LICENCE_ENDS:  # the stone comes in a day later
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
