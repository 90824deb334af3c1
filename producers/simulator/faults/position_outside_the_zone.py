"""A find that was logged far from where its finder may dig."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The receiver at the pit shows a position some twenty to fifty kilometres north of the licensed zone."""
    body, place = event.body, event.place
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED or place.latitude is None:
        return None
    north = replace(place, latitude=round(place.latitude + scene.whole(30, 50) / 100, 5))
    return Tampering((replace(event, place=north),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="position_outside_the_zone", pattern="4.5", rule="ART004", tamper=_tamper, stories=frozenset({"artisanal"})
)
