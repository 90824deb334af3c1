"""A certificate that its authority makes valid for longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateAmended, CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of the European Union is issued as the law asks; an amendment an hour later adds two months."""
    body = event.body
    if not isinstance(body, CertificateIssued) or body.certificate.issuer != "EU":
        return None
    longer = replace(body.certificate, expires_on=body.certificate.expires_on + timedelta(days=60))
    amended = scene.another(event, CertificateAmended(longer, "the buyer needs more time"), minutes=60)
    return Tampering((event, amended), (certificate_subject(longer),), amended.event_id, ends=True)


FAULT = Fault(
    name="validity_prolonged_by_amendment",
    pattern="F4",
    kind=Kind.DISGUISED,
    rule="KIM005",
    tamper=_tamper,
    stories=frozenset({"rough_stock"}),
    countries=frozenset({"BE"}),
)
