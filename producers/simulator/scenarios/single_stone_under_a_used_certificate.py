"""A used certificate that covers one more stone on the same day."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, Place, RegistrationKind, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Two hours after a shipment the same importer brings in one stone of less than a carat under its certificate."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.certificate is None:
        return None
    exporter, home = scene.actor(body.exporter), Place(country=body.from_country)
    carats = scene.whole(300, 900)
    stone = replace(body.lines[0], lot_id=scene.name("STONE"), carats=carats, stones=1, value_cents=None)
    born = LotRegistered(RegistrationKind.OPENING_STOCK, body.exporter, body.exporter, None, (stone,))
    more = replace(
        body, shipment_id=scene.name("SH"), seals=(), parcels=1, carats=carats, value_cents=None, lines=(stone,)
    )
    second = scene.another(event, more, hours=2)
    others = (scene.another(event, born, minutes=-60, by=exporter, place=home), second)
    return Tampering((event, *others), (certificate_subject(body.certificate),), second.event_id)


FAULT = Fault(
    name="single_stone_under_a_used_certificate",
    pattern="F2",
    kind=Kind.NEAR,
    rule="KIM007",
    also=("KIM009", "KIM010", "KIM022"),
    tamper=_tamper,
)
