"""A receipt that comes too late."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, CustodyReceived


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A handover inside one country takes between 12 and 25 days."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    late = scene.later(event, timedelta(days=scene.whole(12, 25)))
    return Tampering((late,), lots(body.lines), scene.releases[body.handover_id].event_id, ends=True)


FAULT = Fault(name="receipt_late", rule="CUS003", tamper=_tamper)
