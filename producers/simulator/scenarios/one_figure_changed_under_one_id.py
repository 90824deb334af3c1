"""A weighing that is changed a little after it was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotExamined


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An examination is sent again a day later under the same id, with a hundredth of a carat less."""
    body = event.body
    if not isinstance(body, LotExamined) or body.line.carats < 1_000:
        return None
    less = replace(body, line=replace(body.line, carats=body.line.carats - 10))
    second = replace(event, body=less, recorded_at=event.recorded_at + timedelta(hours=24))
    return Tampering((event, second), lots((body.line,)), event.event_id)


FAULT = Fault(name="one_figure_changed_under_one_id", pattern="F17", kind=Kind.NEAR, rule="CUS000", tamper=_tamper)
