"""A certificate whose total is a cent off."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Whoever types a certificate writes a cent too much into the row of an HS code; the total stays right."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    first, *others = body.certificate.hs_rows
    typed = replace(body.certificate, hs_rows=(replace(first, value_cents=first.value_cents + 1), *others))
    issued = replace(event, body=CertificateIssued(typed))
    return Tampering((issued,), (certificate_subject(typed),), event.event_id)


FAULT = Fault(name="a_cent_between_rows_and_total", pattern="1.2", kind=Kind.HONEST, rule="KIM020", tamper=_tamper)
