"""Polished stones that enter the Union without a due diligence statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.crossing import DUE_DILIGENCE_STATEMENT
from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.sidedeal import UNION, enters
from schemas.events import CustodyEvent, Species
from schemas.routing import event_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The importer leaves out the statement for stones of more than half a carat."""
    body = enters(event, UNION)
    if body is None or body.lines[0].species is not Species.NATURAL:
        return None
    if not any(line.stones == 1 and line.carats >= 500 for line in body.lines):
        return None
    kept = tuple(document for document in event.evidence if document.kind != DUE_DILIGENCE_STATEMENT)
    return Tampering((replace(event, evidence=kept),), (event_subject(event.event_id),), event.event_id)


FAULT = Fault(
    name="without_due_diligence",
    rule="SAN004",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
    since=date(2026, 1, 1),
)
