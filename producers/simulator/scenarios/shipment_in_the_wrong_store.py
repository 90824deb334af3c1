"""A shipment that is lost at an airport, and found."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ImportConfirmed, ShipmentImported
from schemas.routing import certificate_subject

_MISSED = timedelta(days=4)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A shipment lies in the wrong store of an airport and is missed for four days; then it is found and comes in."""
    body = event.body
    if scene.memory and isinstance(body, ImportConfirmed):
        found = scene.later(event, _MISSED)
        return Tampering((found,), (certificate_subject(body.certificate),), found.event_id, ends=True)
    if scene.memory:
        return Tampering((scene.later(event, _MISSED),), more=True)
    if not isinstance(body, ShipmentImported) or body.certificate is None or not scene.connected(body.importer):
        return None
    scene.memory.add(body.shipment_id)
    return Tampering((scene.later(event, _MISSED),), more=True)


FAULT = Fault(name="shipment_in_the_wrong_store", pattern="F9", kind=Kind.HONEST, rule="KIM022", tamper=_tamper)
