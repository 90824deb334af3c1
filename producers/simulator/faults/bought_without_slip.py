"""A purchase from an artisan that leaves no paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.documents import PURCHASE_SLIP, documents_of
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A collector in the Central African Republic buys from an artisan and writes no purchase slip."""
    body = event.body
    slips = documents_of(event.evidence, PURCHASE_SLIP)
    if not isinstance(body, OwnershipTransferred) or not slips or event.place.country != "CF":
        return None
    changed = replace(event, evidence=tuple(document for document in event.evidence if document not in slips))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="bought_without_slip",
    pattern="4.5",
    rule="ART002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"CF"}),
    since=date(2024, 11, 15),
)
