"""A parcel lighter at the receipt, which the receiver later calls a typing error."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Half the weight is written down at the receipt; at the end of the month the receiver says so, and corrects it."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    line = body.lines[0]
    mistyped = replace(line, carats=line.carats // 2)
    wrong = replace(event, event_id=scene.new_id(), body=replace(body, lines=first_line(body.lines, mistyped)))
    declared = scene.taken_back(wrong, timedelta(days=30))
    right = replace(event, recorded_at=declared.recorded_at + timedelta(minutes=5))
    return Tampering((wrong, declared, right), lots((line,)), wrong.event_id, corrected=True)


FAULT = Fault(
    name="receipt_mistyped_then_corrected",
    pattern="F17",
    kind=Kind.DISGUISED,
    rule="CUS008",
    also=("CUS009",),
    tamper=_tamper,
)
