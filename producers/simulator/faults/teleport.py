"""Rough that turns up in another country without a shipment."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, CustodyReceived, Form, Place, Species


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Rough is received in the territory of another participant, and no shipment took it there."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad or event.place.country is None:
        return None
    if any(line.form is not Form.ROUGH or line.species is not Species.NATURAL for line in body.lines):
        return None
    elsewhere = Place(country=scene.elsewhere(event.place.country))
    return Tampering((replace(event, place=elsewhere),), lots(body.lines), event.event_id, ends=True)


FAULT = Fault(name="teleport", rule="KIM002", tamper=_tamper)
