"""A certificate that is written into the record weeks after the goods left under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CertificateIssued, CustodyEvent, ShipmentExported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Three weeks after a shipment its authority records an issue that is dated before the goods left."""
    body = event.body
    if isinstance(body, CertificateIssued) and not scene.memory:
        scene.memory.add(body.certificate.number)
        late = replace(event, recorded_at=event.recorded_at + timedelta(days=21))
        return Tampering((late,), more=True)
    if isinstance(body, ShipmentExported) and body.certificate is not None and body.certificate.number in scene.memory:
        return Tampering((event,), (certificate_subject(body.certificate),), event.event_id)
    return None


FAULT = Fault(name="paper_made_after_they_left", pattern="F4", kind=Kind.DISGUISED, rule="KIM021", tamper=_tamper)
