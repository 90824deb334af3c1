"""A number that was used in another year."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Number 4306 of Sierra Leone belongs to a range used in 2014; it turns up again."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    if body.certificate.issuer != "SL":
        return None
    digits = f"{4306:0{scene.whole(4, 6)}d}"
    reference = f"SIM/{body.certificate.authority}/{digits}"
    forged = replace(body.certificate, number=f"SL{digits}", parcel_reference=reference)
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(
    name="serial_of_another_year",
    rule="KIM011",
    tamper=_tamper,
    also=("KIM014",),
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
