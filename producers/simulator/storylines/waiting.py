"""What comes later than it should: receipts and confirmations."""

from __future__ import annotations

from datetime import datetime, timedelta

from producers.simulator.injection import Scene, Tampering, lots
from schemas.events import CustodyEvent, CustodyReceived, ImportConfirmed, ShipmentImported
from schemas.routing import certificate_subject


def confirmed_after(scene: Scene, event: CustodyEvent, days: int) -> Tampering | None:
    """The receipt of goods under a certificate is confirmed so many days after they came in."""
    body = event.body
    if isinstance(body, ShipmentImported):
        scene.memory.add(f"{body.shipment_id} {event.occurred_at.isoformat()}")
        return None
    if not isinstance(body, ImportConfirmed) or not scene.connected(body.importer):
        return None
    for shipment, arrived in map(str.split, sorted(scene.memory)):
        if shipment == body.shipment_id:
            wait = datetime.fromisoformat(arrived) + timedelta(days=days) - event.occurred_at
            late = scene.later(event, wait)
            return Tampering((late,), (certificate_subject(body.certificate),), scene.exports[body.shipment_id])
    return None


def received_after(scene: Scene, event: CustodyEvent, days: int) -> Tampering | None:
    """A handover inside one country takes so many days; nothing more is heard of the goods."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    sent = scene.releases[body.handover_id]
    if sent.place.country != event.place.country:
        return None
    late = scene.later(event, sent.occurred_at + timedelta(days=days) - event.occurred_at)
    return Tampering((late,), lots(body.lines), sent.event_id, ends=True)
