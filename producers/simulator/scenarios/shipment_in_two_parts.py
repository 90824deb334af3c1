"""A shipment whose two boxes arrive on two days."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, LotLine, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """One of the boxes of a shipment missed the flight, and comes in an hour later under the same certificate."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or len(body.lines) < 2:
        return None
    first = replace(event, body=_part(body, body.lines[:1]))
    second = scene.another(event, _part(body, body.lines[1:]), minutes=30)
    return Tampering((first, second), (certificate_subject(body.presented),), second.event_id)


def _part(body: ShipmentImported, lines: tuple[LotLine, ...]) -> ShipmentImported:
    value = None if body.value_cents is None else sum(line.value_cents or 0 for line in lines)
    return replace(body, parcels=len(lines), carats=sum(line.carats for line in lines), value_cents=value, lines=lines)


FAULT = Fault(name="shipment_in_two_parts", pattern="F2", kind=Kind.HONEST, rule="KIM016", tamper=_tamper)
