"""A parcel reference in which two figures have changed places."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The reference on a certificate of Sierra Leone ends in its number, but for two figures that are swapped."""
    body = event.body
    if not isinstance(body, CertificateIssued) or body.certificate.issuer != "SL":
        return None
    digits = body.certificate.number.removeprefix("SL")
    swapped = digits[:-2] + digits[-1] + digits[-2]
    if swapped == digits:
        return None
    forged = replace(body.certificate, parcel_reference=f"SIM/{body.certificate.authority}/{swapped}")
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(
    name="reference_with_swapped_figures",
    pattern="F1",
    kind=Kind.NEAR,
    rule="KIM012",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
