"""One number on two certificates."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Half an hour after a certificate, a second one for a third more is issued under its number."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    rows = tuple(
        replace(row, carats=row.carats * 4 // 3 + 1, value_cents=row.value_cents * 4 // 3)
        for row in body.certificate.hs_rows
    )
    carats, value = sum(row.carats for row in rows), sum(row.value_cents for row in rows)
    other = replace(body.certificate, carats=carats, value_cents=value, hs_rows=rows)
    second = scene.another(event, CertificateIssued(other))
    return Tampering((event, second), (certificate_subject(other),), second.event_id)


FAULT = Fault(name="certificate_issued_twice", rule="KIM014", tamper=_tamper)
