"""A stone that was logged after its bag had been sealed."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotRegistered, LotSealed, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Two hours before a find is registered, its lots are already named on a sealed bag."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    bag = LotSealed(scene.name("BAG"), body.custodian, tuple(line.lot_id for line in body.lines))
    sealed = scene.later(scene.another(event, bag, minutes=0), timedelta(hours=-2))
    return Tampering((sealed, event), lots(body.lines), event.event_id)


FAULT = Fault(
    name="sealed_before_logged",
    pattern="4.5",
    rule="ART003",
    tamper=_tamper,
    also=("CUS005",),
    stories=frozenset({"artisanal"}),
)
