"""A bag that was closed an hour before its stone was logged."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, LotSealed, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The bag of a find is closed some forty to sixty minutes before the find is logged."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    bag = LotSealed(scene.name("BAG"), body.custodian, tuple(line.lot_id for line in body.lines))
    early = timedelta(minutes=-scene.whole(40, 60))
    sealed = scene.later(scene.another(event, bag, minutes=0), early)
    return Tampering((sealed, event), lots(body.lines), event.event_id)


FAULT = Fault(
    name="sealed_an_hour_too_early",
    pattern="4.5",
    kind=Kind.NEAR,
    rule="ART003",
    also=("CUS005",),
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
