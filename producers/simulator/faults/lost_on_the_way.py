"""An export that never arrives."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """What was exported under a certificate is imported nowhere, received by nobody and confirmed by none."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.certificate is None or not scene.connected(body.importer):
        return None
    left = scene.exports[body.shipment_id]
    return Tampering((), (certificate_subject(body.certificate),), left, ends=True)


FAULT = Fault(name="lost_on_the_way", rule="KIM022", tamper=_tamper, also=("CUS003", "KIM010"))
