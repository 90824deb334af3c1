"""A lot that nobody registered."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotExamined, LotRegistered


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The registration is missing; the lot is heard of for the first time at an examination."""
    body = event.body
    if isinstance(body, LotRegistered):
        scene.memory.update(line.lot_id for line in body.lines)
        return Tampering((), more=True)
    if isinstance(body, LotExamined) and body.line.lot_id in scene.memory:
        return Tampering((event,), lots((body.line,)), event.event_id, ends=True)
    return None


FAULT = Fault(name="used_before_birth", rule="CUS005", tamper=_tamper, stories=frozenset({"mine", "rough_stock"}))
