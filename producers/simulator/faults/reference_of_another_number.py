"""A parcel reference that ends in another number."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The parcel reference of a certificate of Sierra Leone ends in 004199 whatever its number."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    if body.certificate.issuer != "SL":
        return None
    forged = replace(body.certificate, parcel_reference=f"SIM/{body.certificate.authority}/004199")
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(
    name="reference_of_another_number",
    rule="KIM012",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
