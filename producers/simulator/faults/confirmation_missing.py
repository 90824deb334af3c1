"""An import that nobody confirms."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ImportConfirmed
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The importing authority never confirms the receipt."""
    body = event.body
    if not isinstance(body, ImportConfirmed) or not scene.connected(body.importer):
        return None
    return Tampering((), (certificate_subject(body.certificate),), scene.exports[body.shipment_id])


FAULT = Fault(name="confirmation_missing", rule="KIM010", tamper=_tamper)
