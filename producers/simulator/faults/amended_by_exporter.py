"""A certificate that somebody else than its authority amends."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateAmended, CertificateIssued, CustodyEvent, Place
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The exporter endorses a certificate itself."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    exporter = scene.actor(body.certificate.exporter)
    amendment = CertificateAmended(body.certificate, "typing error")
    by_hand = scene.another(event, amendment, minutes=40, by=exporter, place=Place(country=exporter.country))
    return Tampering((event, by_hand), (certificate_subject(body.certificate),), by_hand.event_id)


FAULT = Fault(name="amended_by_exporter", rule="KIM017", tamper=_tamper)
