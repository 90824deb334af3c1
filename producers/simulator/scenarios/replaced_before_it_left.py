"""A certificate that its authority withdraws and replaces before the goods leave."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateCancelled, CertificateIssued, CertificateRef, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A paper with a wrong importer is cancelled after half an hour, and issued anew under its number before export."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    right = body.certificate
    wrong = replace(right, importer=scene.stranger(right.importer, right.exporter).party_id)
    reference = CertificateRef(right.issuer, right.number)
    cancelled = CertificateCancelled(reference, right.authority, "the importer was wrong; replaced")
    return Tampering(
        (
            replace(event, body=CertificateIssued(wrong)),
            scene.another(event, cancelled, minutes=30),
            scene.another(event, CertificateIssued(right), minutes=40),
        ),
        (certificate_subject(right),),
    )


FAULT = Fault(name="replaced_before_it_left", pattern="F2", kind=Kind.HONEST, rule="KIM014", tamper=_tamper)
