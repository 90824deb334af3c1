"""A little more comes in under the number of a shipment that has arrived."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.boxes import one_more
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A day after a shipment one lot of a tenth of its weight comes in under its number and certificate."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.certificate is None:
        return None
    if body.carats < 10_000 or not scene.connected(body.exporter):
        return None
    part = replace(body.lines[0], lot_id=scene.name("MORE"), carats=body.carats // 10, stones=3, value_cents=None)
    others = one_more(scene, event, body, part, minutes=-90, hours=24)
    return Tampering((event, *others), (certificate_subject(body.certificate),), others[-1].event_id)


FAULT = Fault(
    name="a_tenth_more_under_the_same_shipment",
    pattern="F2",
    kind=Kind.NEAR,
    rule="KIM016",
    also=("KIM009",),
    tamper=_tamper,
)
