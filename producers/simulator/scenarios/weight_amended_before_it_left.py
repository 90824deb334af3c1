"""A certificate that its authority puts right before the goods leave."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateAmended, CertificateIssued, CustodyEvent
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A certificate is issued with two figures of the weight swapped, and amended by its authority an hour later."""
    body = event.body
    if not isinstance(body, CertificateIssued):
        return None
    right = body.certificate
    first, *others = right.hs_rows
    rows = (replace(first, carats=first.carats * 11 // 10), *others)
    typed = replace(right, carats=sum(row.carats for row in rows), hs_rows=rows)
    issued = replace(event, body=CertificateIssued(typed))
    amended = scene.another(event, CertificateAmended(right, "two figures of the weight were swapped"), minutes=60)
    return Tampering((issued, amended), (certificate_subject(right),), event.event_id)


FAULT = Fault(name="weight_amended_before_it_left", pattern="F3", kind=Kind.HONEST, rule="KIM008", tamper=_tamper)
