"""A forged certificate whose number is one figure away from a genuine one."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateRef, CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """At import a copy of the certificate is shown on which one figure of the number was changed."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    shown = body.presented
    if not shown.authority.startswith("SIM-") or shown.parcel_reference:  # others tell nothing of what they issue
        return None
    number = f"{shown.number[:-4]}{(int(shown.number[-4]) + 5) % 10}{shown.number[-3:]}"
    forged = replace(shown, number=number)
    changed = replace(body, presented=forged, certificate=CertificateRef(shown.issuer, number))
    return Tampering((replace(event, body=changed),), (certificate_subject(forged),), event.event_id, ends=True)


FAULT = Fault(
    name="paper_with_another_figure",
    pattern="F1",
    kind=Kind.NEAR,
    rule="KIM026",
    also=("CUS003", "KIM010", "KIM022"),
    tamper=_tamper,
)
