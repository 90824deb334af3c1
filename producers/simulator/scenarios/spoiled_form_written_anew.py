"""A spoiled certificate that is written anew under its number before the goods leave."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateCancelled, CertificateIssued, CertificateRef, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Ink runs over a certificate; its authority cancels it, and writes the same one again half an hour later."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    paper = body.certificate
    cancelled = CertificateCancelled(CertificateRef(paper.issuer, paper.number), paper.authority, "spoiled form")
    spoiled = scene.another(event, cancelled, minutes=20)
    again = scene.another(event, body, minutes=50)
    return Tampering((event, spoiled, again), (certificate_subject(paper),))


FAULT = Fault(name="spoiled_form_written_anew", pattern="1.3", kind=Kind.HONEST, rule="KIM004", tamper=_tamper)
