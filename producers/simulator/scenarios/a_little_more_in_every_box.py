"""A shipment in which every lot has gained a little."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Every lot of a shipment weighs a twentieth more at import than at export, so that none of them stands out."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or len(body.lines) < 2:
        return None
    lines = tuple(replace(line, carats=line.carats * 21 // 20) for line in body.lines)
    changed = replace(body, carats=sum(line.carats for line in lines), lines=lines)
    return Tampering((replace(event, body=changed),), (certificate_subject(body.presented),), event.event_id)


FAULT = Fault(
    name="a_little_more_in_every_box",
    pattern="F2",
    kind=Kind.DISGUISED,
    rule="KIM009",
    tamper=_tamper,
    also=("CUS009",),
)
