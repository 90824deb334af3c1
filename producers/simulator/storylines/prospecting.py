"""Finds that are logged beyond the end of their zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from producers.simulator.injection import Tampering, lots
from producers.simulator.licensing import CENTRES, RADIUS
from schemas.events import CustodyEvent, LotRegistered, RegistrationKind


def north_of_its_zone(event: CustodyEvent, degrees: Callable[[], float]) -> Tampering | None:
    """A find is logged so many degrees of latitude beyond the northern end of the licensed zone."""
    body = event.body
    if not isinstance(body, LotRegistered) or body.kind is not RegistrationKind.MINED:
        return None
    centre = CENTRES.get(event.place.site_id or "")
    if centre is None:
        return None
    place = replace(event.place, latitude=round(centre[0] + RADIUS + degrees(), 5), longitude=centre[1])
    return Tampering((replace(event, place=place),), lots(body.lines), event.event_id)
