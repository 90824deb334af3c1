"""A certificate that is valid longer than its issuer allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of the EU or of Canada is valid for half a year."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    if body.certificate.issuer not in ("CA", "EU"):
        return None
    forged = replace(body.certificate, expires_on=body.certificate.issued_on + timedelta(days=182))
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(
    name="validity_too_long",
    rule="KIM005",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
