"""A certificate that is valid for one day more than the law allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of the European Union ends two months and a day after its issue."""
    body = event.body
    if not isinstance(body, CertificateIssued) or body.certificate.issuer != "EU":
        return None
    forged = replace(body.certificate, expires_on=body.certificate.expires_on + timedelta(days=1))
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(
    name="valid_one_day_too_long",
    pattern="F4",
    kind=Kind.NEAR,
    rule="KIM005",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
