"""An import that two officers report, each with the weight of his own scale."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Two officers examine a parcel, as the law asks, and both report it; their scales differ by a hundredth carat."""
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None:
        return None
    line = replace(body.lines[0], carats=body.lines[0].carats + 10)
    told = replace(body, carats=body.carats + 10, lines=(line, *body.lines[1:]))
    second = scene.another(event, told, minutes=25)
    return Tampering((event, second), (certificate_subject(body.presented),), second.event_id)


FAULT = Fault(name="import_told_by_two_officers", pattern="F2", kind=Kind.HONEST, rule="KIM016", tamper=_tamper)
