"""A lot that is registered after it has been used."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotExamined, LotRegistered


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A lot is examined more than three weeks before the day on which its holder says that it was found or bought."""
    body = event.body
    if isinstance(body, LotRegistered):
        scene.memory.update(line.lot_id for line in body.lines)
        return Tampering((scene.later(event, timedelta(days=25)),), more=True)
    if isinstance(body, LotExamined) and body.line.lot_id in scene.memory:
        return Tampering((event,), lots((body.line,)), event.event_id, ends=True)
    return None


FAULT = Fault(
    name="registered_weeks_too_late",
    pattern="F15",
    kind=Kind.DISGUISED,
    rule="CUS005",
    also=("CUS001", "CUS002", "CUS005", "KIM002"),
    tamper=_tamper,
    stories=frozenset({"mine", "rough_stock"}),
)
