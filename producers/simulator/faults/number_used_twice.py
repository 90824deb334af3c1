"""Two events under one number of their emitter's count."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering
from schemas.events import CustodyEvent, ExaminationKind, LotExamined
from schemas.routing import emitter_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The lot is put on the scales once more after an examination, and this gets the number of the examination."""
    body = event.body
    if not isinstance(body, LotExamined):
        return None
    weighing = replace(body, kind=ExaminationKind.WEIGHING, report_number=None, screened_stones=None)
    second = scene.another(event, replace(weighing, lab_grown_stones=None), hours=5)
    return Tampering((event, second), (emitter_subject(event.emitter),), second.event_id, one_number=True)


FAULT = Fault(name="number_used_twice", rule="COM002", tamper=_tamper, stories=ALL_STORIES)
