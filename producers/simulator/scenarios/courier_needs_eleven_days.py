"""A handover that takes longer than the holidays explain."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A courier needs eleven days for a way inside one country that usually takes a day or two."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    sent = scene.releases[body.handover_id]
    if sent.place.country != event.place.country:
        return None
    late = scene.later(event, sent.occurred_at + timedelta(days=11) - event.occurred_at)
    return Tampering((late,), lots(body.lines), sent.event_id, ends=True)


FAULT = Fault(name="courier_needs_eleven_days", pattern="4.4", kind=Kind.NEAR, rule="CUS003", tamper=_tamper)
