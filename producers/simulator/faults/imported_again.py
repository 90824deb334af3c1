"""Other goods come in under the number of a shipment that has arrived."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.boxes import one_more
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Two days after a shipment, a part of its weight comes in once more under its number and certificate."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.certificate is None:
        return None
    if body.lines[0].carats < 1_000 or not scene.connected(body.exporter):
        return None
    part = replace(body.lines[0], lot_id=scene.name("AGAIN"), carats=body.lines[0].carats // 2, value_cents=None)
    others = one_more(scene, event, body, part, minutes=20, hours=48)
    return Tampering((event, *others), (certificate_subject(body.certificate),), others[-1].event_id)


FAULT = Fault(name="imported_again", rule="KIM016", tamper=_tamper)
