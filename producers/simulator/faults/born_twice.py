"""A lot that enters the record twice."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A second party registers a lot that is registered already, as its old stock."""
    body = event.body
    if not isinstance(body, LotRegistered):
        return None
    other = scene.stranger(body.custodian)
    again = LotRegistered(RegistrationKind.OPENING_STOCK, other.party_id, other.party_id, None, body.lines[:1])
    second = scene.another(event, again, minutes=20, by=other, place=event.place)
    return Tampering((event, second), lots(again.lines), second.event_id)


FAULT = Fault(name="born_twice", rule="CUS004", tamper=_tamper, stories=ALL_STORIES)
