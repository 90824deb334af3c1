"""A number that begins with a member state of the EU."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of the EU is numbered BE, as none ever was."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    if body.certificate.issuer != "EU":
        return None
    forged = replace(body.certificate, number=f"BE{body.certificate.number.removeprefix('EU')}")
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(
    name="prefix_of_a_member_state",
    rule="KIM006",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
