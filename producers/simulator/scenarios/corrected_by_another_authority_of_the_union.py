"""A typing error that a second authority of the Union puts right."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateAmended, CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Before export the authority in Germany endorses a typing error on a certificate of the one in Antwerp."""
    body = event.body
    if not isinstance(body, CertificateIssued) or body.certificate.issuer != "EU":
        return None
    typed = replace(body.certificate, parcels=body.certificate.parcels + 1)
    endorsed = CertificateAmended(body.certificate, "typing error in the number of parcels")
    office = scene.authority("DE")
    second = scene.another(event, endorsed, minutes=70, by=office, place=office.place)
    issued = replace(event, body=CertificateIssued(typed))
    return Tampering((issued, second), (certificate_subject(typed),), second.event_id)


FAULT = Fault(
    name="corrected_by_another_authority_of_the_union",
    pattern="1.3",
    kind=Kind.HONEST,
    rule="KIM017",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
