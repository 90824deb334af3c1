"""A receipt that is confirmed within the fifteen days of the law."""

from __future__ import annotations

from datetime import datetime, timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ImportConfirmed, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The importing authority confirms the receipt two weeks after the goods arrived."""
    body = event.body
    if isinstance(body, ShipmentImported):
        scene.memory.add(f"{body.shipment_id} {event.occurred_at.isoformat()}")
        return None
    if not isinstance(body, ImportConfirmed) or not scene.connected(body.importer):
        return None
    for noted in scene.memory:
        shipment, arrived = noted.split(" ")
        if shipment == body.shipment_id:
            wait = datetime.fromisoformat(arrived) + timedelta(days=14) - event.occurred_at
            late = scene.later(event, wait)
            return Tampering((late,), (certificate_subject(body.certificate),), scene.exports[body.shipment_id])
    return None


FAULT = Fault(
    name="confirmed_on_the_fourteenth_day",
    pattern="F9",
    kind=Kind.HONEST,
    rule="KIM010",
    tamper=_tamper,
)
