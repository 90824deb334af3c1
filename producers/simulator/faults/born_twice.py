"""A lot that enters the record twice."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, LotRegistered


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A second party registers a lot that is registered already."""
    body = event.body
    if not isinstance(body, LotRegistered):
        return None
    other = scene.stranger(body.custodian)
    again = replace(body, custodian=other.party_id, owner=other.party_id, lines=body.lines[:1])
    second = scene.another(event, again, minutes=20, by=other, place=event.place)
    return Tampering((event, second), lots(again.lines), second.event_id)


FAULT = Fault(name="born_twice", rule="CUS004", tamper=_tamper, stories=ALL_STORIES)
