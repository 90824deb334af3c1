"""A number that was given to a second certificate, of the same goods."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Half an hour after a certificate another one of the same weight and value is issued under its number.

    It differs in the importer alone.
    """
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    importer = scene.stranger(body.certificate.importer, body.certificate.exporter)
    other = replace(body.certificate, importer=importer.party_id)
    second = scene.another(event, CertificateIssued(other))
    return Tampering((event, second), (certificate_subject(other),), second.event_id)


FAULT = Fault(
    name="number_issued_to_another_importer",
    pattern="F2",
    kind=Kind.DISGUISED,
    rule="KIM014",
    also=("KIM008",),
    tamper=_tamper,
)
