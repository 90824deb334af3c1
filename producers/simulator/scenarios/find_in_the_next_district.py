"""A find in the district beside the one of the permit."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, Place, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A digger of Sierra Leone digs in the next diamond district, and the book says so."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED or event.place.country != "SL":
        return None
    area = "Kenema" if event.place.area == "Kono" else "Kono"
    changed = replace(event, place=Place(country="SL", area=area))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="find_in_the_next_district",
    pattern="4.5",
    kind=Kind.NEAR,
    rule="LIC002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
    countries=frozenset({"SL"}),
)
