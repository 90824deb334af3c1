"""A shipment whose two boxes arrive on two days."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.boxes import part_of
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One of the boxes of a shipment missed the flight, and comes in an hour later under the same certificate."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or len(body.lines) < 2:
        return None
    first = replace(event, body=part_of(body, body.lines[:1]))
    second = scene.another(event, part_of(body, body.lines[1:]), minutes=30)
    return Tampering((first, second), (certificate_subject(body.presented),), second.event_id)


FAULT = Fault(name="shipment_in_two_parts", pattern="F2", kind=Kind.HONEST, rule="KIM016", tamper=_tamper)
