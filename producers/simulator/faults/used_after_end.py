"""A lot that is used after its end."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, ExaminationKind, LotExamined, LotsTransformed


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot is weighed two hours after it was consumed."""
    body = event.body
    if not isinstance(body, LotsTransformed):
        return None
    line = body.inputs[0]
    weighing = LotExamined(ExaminationKind.WEIGHING, body.operator, None, line, None, None)
    second = scene.another(event, weighing, hours=2)
    return Tampering((event, second), lots((line,)), second.event_id)


FAULT = Fault(name="used_after_end", rule="CUS006", tamper=_tamper, stories=ALL_STORIES)
