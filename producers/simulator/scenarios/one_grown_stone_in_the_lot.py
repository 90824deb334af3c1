"""One lab-grown stone in a natural lot."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotExamined, Species


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Screening finds a single lab-grown stone in a lot that was declared natural."""
    body = event.body
    if not isinstance(body, LotExamined) or body.line.species is not Species.NATURAL or not body.screened_stones:
        return None
    changed = replace(event, body=replace(body, lab_grown_stones=1))
    return Tampering((changed,), lots((body.line,)), event.event_id)


FAULT = Fault(
    name="one_grown_stone_in_the_lot",
    pattern="F19",
    kind=Kind.NEAR,
    rule="SPC001",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
