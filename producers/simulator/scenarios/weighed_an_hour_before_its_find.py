"""A lot that is weighed before it was found or bought."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ExaminationKind, LotExamined, LotRegistered


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """By its holder's own book a lot was weighed an hour before it was found or bought."""
    body = event.body
    if not isinstance(body, LotRegistered):
        return None
    line = body.lines[0]
    weighing = LotExamined(ExaminationKind.WEIGHING, body.custodian, None, line, None, None)
    early = scene.another(event, weighing, minutes=-60)
    return Tampering((event, early), lots((line,)), early.event_id)


FAULT = Fault(
    name="weighed_an_hour_before_its_find",
    pattern="custody",
    kind=Kind.NEAR,
    rule="CUS005",
    tamper=_tamper,
    stories=frozenset({"mine", "rough_stock"}),
)
