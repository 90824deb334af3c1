"""A certificate that is dated two weeks back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import Certificate, CertificateIssued, CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject

_BACK = timedelta(days=14)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The authority writes a date of two weeks ago on a certificate that it issues today, and so it is shown."""
    body = event.body
    if isinstance(body, CertificateIssued) and not scene.memory:
        scene.memory.add(body.certificate.number)
        changed = replace(event, body=CertificateIssued(_older(body.certificate)))
        return Tampering((changed,), (certificate_subject(body.certificate),), event.event_id, more=True)
    if isinstance(body, ShipmentImported) and body.presented is not None and body.presented.number in scene.memory:
        return Tampering((replace(event, body=replace(body, presented=_older(body.presented))),))
    return None


def _older(paper: Certificate) -> Certificate:
    return replace(paper, issued_on=paper.issued_on - _BACK, expires_on=paper.expires_on - _BACK - timedelta(days=4))


FAULT = Fault(
    name="dated_back_a_fortnight",
    pattern="F4",
    kind=Kind.NEAR,
    rule="KIM021",
    also=("KIM008",),
    tamper=_tamper,
)
