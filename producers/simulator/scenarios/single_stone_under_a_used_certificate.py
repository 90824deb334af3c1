"""A used certificate that covers one more stone on the same day."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.boxes import one_more
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Two hours after a shipment the same importer brings in one stone of less than a carat under its certificate."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.certificate is None:
        return None
    carats = scene.whole(300, 900)
    stone = replace(body.lines[0], lot_id=scene.name("STONE"), carats=carats, stones=1, value_cents=None)
    others = one_more(scene, event, replace(body, shipment_id=scene.name("SH")), stone, minutes=-60, hours=2)
    return Tampering((event, *others), (certificate_subject(body.certificate),), others[-1].event_id)


FAULT = Fault(
    name="single_stone_under_a_used_certificate",
    pattern="F2",
    kind=Kind.NEAR,
    rule="KIM007",
    also=("KIM009", "KIM010", "KIM022"),
    tamper=_tamper,
)
