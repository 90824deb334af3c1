"""A pit on the wrong side of the border of its zone."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.licensing import CENTRES, RADIUS
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A pit is dug some two to three kilometres beyond the northern end of the licensed zone."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    centre = CENTRES.get(event.place.site_id or "")
    if centre is None:
        return None
    place = replace(
        event.place, latitude=round(centre[0] + RADIUS + scene.whole(18, 27) / 1000, 5), longitude=centre[1]
    )
    return Tampering((replace(event, place=place),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="pit_beyond_the_border_of_the_zone",
    pattern="4.5",
    kind=Kind.NEAR,
    rule="ART004",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
