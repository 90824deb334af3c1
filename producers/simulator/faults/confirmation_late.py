"""An import that is confirmed too late."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ImportConfirmed
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The importing authority confirms the receipt between two and three weeks late."""
    body = event.body
    if not isinstance(body, ImportConfirmed) or not scene.connected(body.importer):
        return None
    late = scene.later(event, timedelta(days=scene.whole(15, 20)))
    return Tampering((late,), (certificate_subject(body.certificate),), scene.exports[body.shipment_id])


FAULT = Fault(name="confirmation_late", rule="KIM010", tamper=_tamper)
