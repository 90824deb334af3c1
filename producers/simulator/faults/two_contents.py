"""Two different events under one id."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotExamined


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An examination is changed after it was sent, and sent again under the same id."""
    body = event.body
    if not isinstance(body, LotExamined) or body.line.value_cents is None:
        return None
    other = replace(body, line=replace(body.line, value_cents=body.line.value_cents * 3 // 2))
    second = replace(event, body=other, recorded_at=event.recorded_at + timedelta(hours=scene.whole(5, 90)))
    return Tampering((event, second), lots((body.line,)), event.event_id)


FAULT = Fault(name="two_contents", rule="CUS000", tamper=_tamper)
