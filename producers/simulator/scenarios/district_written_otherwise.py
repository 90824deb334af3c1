"""A find in the right district under another spelling."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotRegistered, Place, RegistrationKind


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The district is written in capitals and with the word district, and no site is named."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED or event.place.area is None:
        return None
    written = Place(country=event.place.country, area=f"{event.place.area.upper()} DISTRICT")
    return Tampering((replace(event, place=written),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="district_written_otherwise",
    pattern="4.5",
    kind=Kind.HONEST,
    rule="LIC002",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
