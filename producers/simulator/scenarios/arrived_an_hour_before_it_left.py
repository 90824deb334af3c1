"""A shipment that is said to have arrived just before it left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentExported, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A further report of an import dates it to one hour before the export."""
    body = event.body
    if isinstance(body, ShipmentExported):
        scene.memory.add(f"{body.shipment_id} {event.occurred_at.isoformat()}")
        return None
    if not isinstance(body, ShipmentImported) or body.certificate is None:
        return None
    left = next((at for shipment, at in map(str.split, scene.memory) if shipment == body.shipment_id), None)
    if left is None:
        return None
    early = replace(scene.another(event, body), occurred_at=datetime.fromisoformat(left) - timedelta(hours=1))
    subject = certificate_subject(body.certificate)
    return Tampering((event, early), (subject,), scene.exports[body.shipment_id])


FAULT = Fault(
    name="arrived_an_hour_before_it_left", pattern="F9", kind=Kind.NEAR, rule="KIM025", tamper=_tamper, also=("KIM002",)
)
