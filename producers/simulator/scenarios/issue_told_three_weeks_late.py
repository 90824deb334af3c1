"""A certificate whose authority had no line."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The line of an authority is down, and the issue of a certificate is told three weeks after the goods came in."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    held = ((event.event_id, timedelta(days=25)),)
    return Tampering((event,), (certificate_subject(body.certificate),), event.event_id, held=held)


FAULT = Fault(name="issue_told_three_weeks_late", pattern="F1", kind=Kind.HONEST, rule="KIM026", tamper=_tamper)
