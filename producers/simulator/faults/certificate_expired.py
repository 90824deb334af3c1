"""A certificate that has expired when the goods leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent, ShipmentExported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The certificate ends the day before the goods leave."""
    body = event.body
    if isinstance(body, CertificateIssued) and not scene.memory:
        forged = replace(body.certificate, issued_on=body.certificate.issued_on - timedelta(days=30))
        forged = replace(forged, expires_on=body.certificate.issued_on - timedelta(days=1))
        scene.memory.add(forged.number)
        return Tampering((replace(event, body=CertificateIssued(forged)),), more=True)
    if isinstance(body, ShipmentExported) and body.certificate is not None and body.certificate.number in scene.memory:
        return Tampering((event,), (certificate_subject(body.certificate),), event.event_id, ends=True)
    return None


FAULT = Fault(name="certificate_expired", rule="KIM004", tamper=_tamper, also=("CUS003", "KIM010"))
