"""One lot of a shipment of rough that goes over the border as polished."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.goods import POLISHED
from producers.simulator.injection import Fault, Scene, Tampering, first_line, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentExported, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Among several lots of rough one is declared under the code of polished stones, at export and at import."""
    body = event.body
    if not isinstance(body, ShipmentExported | ShipmentImported) or body.certificate is None or len(body.lines) < 2:
        return None
    lines = first_line(body.lines, replace(body.lines[0], hs_code=POLISHED))
    changed = replace(event, body=replace(body, lines=lines))
    if isinstance(body, ShipmentExported):
        scene.memory.add(body.shipment_id)
        return Tampering((changed,), lots(lines[:1]), event.event_id, more=True)
    if body.shipment_id not in scene.memory:
        return None
    return Tampering((changed,), lots(lines[:1]), event.event_id)


FAULT = Fault(name="one_lot_called_polished", pattern="F20", kind=Kind.DISGUISED, rule="KIM023", tamper=_tamper)
