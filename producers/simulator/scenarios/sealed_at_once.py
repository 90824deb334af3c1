"""A bag that is closed as soon as its stones are logged."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, LotSealed, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Each find goes into a bag of its own, which is closed within minutes of being logged."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    bag = LotSealed(scene.name("BAG"), body.custodian, tuple(line.lot_id for line in body.lines))
    sealed = scene.another(event, bag, minutes=scene.whole(1, 4))
    return Tampering((event, sealed), lots(body.lines), event.event_id)


FAULT = Fault(
    name="sealed_at_once",
    pattern="4.5",
    kind=Kind.HONEST,
    rule="ART003",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
