"""A certificate that has expired when the goods leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import Certificate, CertificateAmended, CertificateIssued, CustodyEvent, ShipmentExported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The certificate ends the day before the goods leave."""
    body = event.body
    match body:
        case CertificateIssued() | CertificateAmended():
            scene.memory.add(body.certificate.number)
            forged = replace(body, certificate=_backdated(body.certificate))
            return Tampering((replace(event, body=forged),), more=True)
        case ShipmentExported() if body.certificate is not None and body.certificate.number in scene.memory:
            return Tampering((event,), (certificate_subject(body.certificate),), event.event_id, ends=True)
        case _:
            return None


def _backdated(certificate: Certificate) -> Certificate:
    """Thirty days older, and valid up to the day before it was issued."""
    day = certificate.issued_on
    return replace(certificate, issued_on=day - timedelta(days=30), expires_on=day - timedelta(days=1))


FAULT = Fault(name="certificate_expired", rule="KIM004", tamper=_tamper, also=("CUS003", "KIM010", "KIM021", "KIM022"))
