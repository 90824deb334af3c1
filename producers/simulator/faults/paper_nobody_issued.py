"""A certificate that its authority never issued."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import (
    CertificateAmended,
    CertificateCancelled,
    CertificateIssued,
    CustodyEvent,
    ShipmentImported,
)
from schemas.routing import certificate_subject

_MADE_UP = "SIM-"
"""Authorities of this world only; those of the register are not connected, so nothing follows from their silence."""


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """At import a certificate is shown of which its authority, which reports everything else, knows nothing."""
    body = event.body
    match body:
        case CertificateIssued() if body.certificate.authority.startswith(_MADE_UP):
            scene.memory.add(body.certificate.number)
            return Tampering((), more=True)
        case CertificateAmended() | CertificateCancelled() if body.certificate.number in scene.memory:
            return Tampering((), more=True)
        case ShipmentImported() if body.presented is not None and body.presented.number in scene.memory:
            return Tampering((event,), (certificate_subject(body.presented),), event.event_id)
        case _:
            return None


FAULT = Fault(name="paper_nobody_issued", rule="KIM026", tamper=_tamper)
