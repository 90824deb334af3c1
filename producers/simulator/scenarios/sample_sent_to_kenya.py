"""A small sample for a customer outside the scheme."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind, ShipmentExported
from schemas.routing import event_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Beside an honest parcel the exporter posts one rough stone of less than half a carat to Nairobi."""
    body = event.body
    if not isinstance(body, ShipmentExported) or body.certificate is None:
        return None
    carats = scene.whole(150, 450)
    stone = replace(body.lines[0], lot_id=scene.name("SAMPLE"), carats=carats, stones=1, value_cents=None)
    born = LotRegistered(RegistrationKind.OPENING_STOCK, body.exporter, body.exporter, None, (stone,))
    letter = replace(
        body, shipment_id=scene.name("SH"), certificate=None, to_country="KE", seals=(), parcels=1, carats=carats,
        value_cents=None, lines=(stone,),
    )  # fmt: skip
    sent = scene.another(event, letter, minutes=90)
    others = (scene.another(event, born, minutes=-120), sent)
    return Tampering((event, *others), (event_subject(sent.event_id),), sent.event_id)


FAULT = Fault(
    name="sample_sent_to_kenya", pattern="1.3", kind=Kind.NEAR, rule="KIM013", also=("KIM001", "SEA004"), tamper=_tamper
)
