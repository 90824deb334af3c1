"""A lot that is weighed just after it was worked up."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ExaminationKind, LotExamined, LotsTransformed


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Half an hour after a lot was sorted, mixed, divided or cut somebody weighs it as if it were whole."""
    body = event.body
    if not isinstance(body, LotsTransformed):
        return None
    line = body.inputs[0]
    weighing = LotExamined(ExaminationKind.WEIGHING, body.operator, None, line, None, None)
    second = scene.another(event, weighing, minutes=30)
    return Tampering((event, second), lots((line,)), second.event_id)


FAULT = Fault(
    name="weighed_half_an_hour_after_it_was_cut",
    pattern="custody",
    kind=Kind.NEAR,
    rule="CUS006",
    tamper=_tamper,
    stories=ALL_STORIES,
)
