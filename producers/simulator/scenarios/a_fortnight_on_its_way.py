"""An export that arrives, and late."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A shipment that should take one to four days comes in a week and a half late, and nothing more is heard of it."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.certificate is None or not scene.connected(body.importer):
        return None
    late = scene.later(event, timedelta(days=10))
    left = scene.exports[body.shipment_id]
    return Tampering((late,), (certificate_subject(body.certificate),), left, ends=True)


FAULT = Fault(
    name="a_fortnight_on_its_way",
    pattern="4.4",
    kind=Kind.NEAR,
    rule="KIM022",
    tamper=_tamper,
    also=("CUS003", "KIM010"),
)
