"""A slip that stands for the stones of two artisans."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.documents import PURCHASE_SLIP, documents_of
from schemas.events import CustodyEvent, LotsTransformed
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One artisan's stones have no slip, and the slip of another is laid beside them a second time."""
    slips = documents_of(event.evidence, PURCHASE_SLIP)
    if not isinstance(event.body, LotsTransformed) or len(slips) < 2:
        return None
    papers = (*(one for one in event.evidence if one != slips[0]), replace(slips[1], sha256=None))
    return Tampering((replace(event, evidence=papers),), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(
    name="slip_shown_twice",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rule="ART001",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
