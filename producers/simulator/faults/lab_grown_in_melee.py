"""Lab-grown stones in a lot declared natural."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotExamined, Species


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Screening finds about a third of the stones of a natural lot to be lab-grown."""
    body = event.body
    if not isinstance(body, LotExamined) or body.line.species is not Species.NATURAL or body.screened_stones is None:
        return None
    found = body.screened_stones * 31 // 100 + 1
    changed = replace(event, body=replace(body, lab_grown_stones=found))
    return Tampering((changed,), lots((body.line,)), event.event_id)


FAULT = Fault(name="lab_grown_in_melee", rule="SPC001", tamper=_tamper, stories=frozenset({"polished_stock"}))
