"""A stone that was slipped into a bag of yesterday."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, LotSealed, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One stone of a find is named on a bag that was closed the day before; the closing is told five weeks late."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    bag = LotSealed(scene.name("BAG"), body.custodian, (body.lines[0].lot_id,))
    sealed = scene.later(scene.another(event, bag, minutes=0), timedelta(hours=-scene.whole(20, 28)))
    held = ((sealed.event_id, timedelta(days=35)),)
    return Tampering((sealed, event), lots(body.lines[:1]), event.event_id, held=held)


FAULT = Fault(
    name="stone_added_to_a_sealed_bag",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rule="ART003",
    also=("CUS005",),
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
