"""A certificate of a participant that may not trade."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate claims to come from Venezuela, which has suspended its own trade."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    forged = replace(body.certificate, issuer="VE", number=f"VE{scene.whole(100_000, 999_999)}", parcel_reference=None)
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(name="issuer_suspended", rule="KIM003", tamper=_tamper, also=("KIM017",))
