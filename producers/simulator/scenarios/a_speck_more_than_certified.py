"""A parcel that weighs a little more where it arrives."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The scale at the place of import shows two hundredths of a carat more than the certificate."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    line = replace(body.lines[0], carats=body.lines[0].carats + 20)
    changed = replace(body, carats=body.carats + 20, lines=(line, *body.lines[1:]))
    return Tampering((replace(event, body=changed),), (certificate_subject(body.presented),), event.event_id)


FAULT = Fault(name="a_speck_more_than_certified", pattern="F2", kind=Kind.HONEST, rule="KIM009", tamper=_tamper)
