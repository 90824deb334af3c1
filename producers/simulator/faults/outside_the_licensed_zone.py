"""A find in a zone for which its finder has no licence."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotRegistered, Place, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The book of the find says a place in another district than the one that the permit is for."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    changed = replace(event, place=Place(country=event.place.country, area="Upper Gbense"))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="outside_the_licensed_zone", pattern="4.5", rule="LIC002", tamper=_tamper, stories=frozenset({"artisanal"})
)
