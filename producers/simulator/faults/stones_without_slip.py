"""Stones of unknown finders in a mixed lot."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.documents import PURCHASE_SLIP, documents_of, stated, whole_amount
from schemas.events import CustodyEvent, LotsTransformed
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A buying house mixes the finds of several artisans and has no slip for the one who found most."""
    slips = documents_of(event.evidence, PURCHASE_SLIP)
    if not isinstance(event.body, LotsTransformed) or len(slips) < 2:
        return None
    most = max(slips, key=lambda slip: whole_amount(stated(slip).get("carats"), 3) or 0)
    changed = replace(event, evidence=tuple(document for document in event.evidence if document != most))
    return Tampering((changed,), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(
    name="stones_without_slip", pattern="4.5", rule="ART001", tamper=_tamper, stories=frozenset({"artisanal"})
)
