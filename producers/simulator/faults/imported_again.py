"""Other goods come in under the number of a shipment that has arrived."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from schemas.events import CustodyEvent, LotRegistered, Place, RegistrationKind, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Two days after a shipment, a part of its weight comes in once more under its number and certificate."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.certificate is None:
        return None
    if body.lines[0].carats < 1_000 or not scene.connected(body.exporter):
        return None
    exporter, home = scene.actor(body.exporter), Place(country=body.from_country)
    part = replace(body.lines[0], lot_id=scene.name("AGAIN"), carats=body.lines[0].carats // 2, value_cents=None)
    born = LotRegistered(RegistrationKind.OPENING_STOCK, body.exporter, body.exporter, None, (part,))
    again = replace(body, seals=(), parcels=1, carats=part.carats, value_cents=None, lines=(part,))
    second = scene.another(event, again, hours=48)
    others = (scene.another(event, born, minutes=20, by=exporter, place=home), second)
    return Tampering((event, *others), (certificate_subject(body.certificate),), second.event_id)


FAULT = Fault(name="imported_again", rule="KIM016", tamper=_tamper)
