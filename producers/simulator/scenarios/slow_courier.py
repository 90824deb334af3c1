"""A handover that takes its time."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Over the holidays the courier takes a week for a way inside the country that usually takes a day or two."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    sent = scene.releases[body.handover_id]
    if sent.place.country != event.place.country:
        return None
    late = scene.later(event, sent.occurred_at + timedelta(days=7) - event.occurred_at)
    return Tampering((late,), lots(body.lines), sent.event_id, ends=True)


FAULT = Fault(name="slow_courier", pattern="4.4", kind=Kind.HONEST, rule="CUS003", tamper=_tamper)
