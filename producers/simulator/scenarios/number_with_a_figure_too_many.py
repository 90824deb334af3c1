"""A number that is one figure longer than its issuer's."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate of Sierra Leone has a number of seven figures; the country's have six at most."""
    body = event.body
    if not isinstance(body, CertificateIssued) or body.certificate.issuer != "SL":
        return None
    digits = f"{scene.whole(1_000_000, 9_999_999)}"
    reference = f"SIM/{body.certificate.authority}/{digits}"
    forged = replace(body.certificate, number=f"SL{digits}", parcel_reference=reference)
    changed = replace(event, body=CertificateIssued(forged))
    return Tampering((changed,), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(
    name="number_with_a_figure_too_many",
    pattern="F1",
    kind=Kind.NEAR,
    rule="KIM006",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
