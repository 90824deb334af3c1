"""Other goods that come in by and by under the number of a shipment that has arrived."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Expected, Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.boxes import one_more
from schemas.events import CustodyEvent, ShipmentImported
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In the two weeks after a shipment three small boxes come in under its number and certificate, a twentieth of its
    weight each.
    """
    body = event.body
    if not isinstance(body, ShipmentImported) or body.presented is None or body.lines[0].carats < 40_000:
        return None
    if not scene.connected(body.exporter) or len(body.lines) < 2:
        return None
    subject = certificate_subject(body.presented)
    boxes = [_box(scene, event, body, days) for days in (3, 8, 13)]
    first, *others = (box.event_id for _, box in boxes)
    further = tuple(Expected("KIM016", subject, box) for box in others)
    return Tampering((event, *(told for box in boxes for told in box)), (subject,), first, further=further)


def _box(scene: Scene, event: CustodyEvent, body: ShipmentImported, days: int) -> tuple[CustodyEvent, CustodyEvent]:
    carats = body.carats // 20 + scene.whole(100, 900)
    line = replace(body.lines[0], lot_id=scene.name("BOX"), carats=carats, value_cents=None)
    return one_more(scene, event, body, line, minutes=(24 * days - 60) * 60, hours=24 * days)


FAULT = Fault(name="imported_again_in_small_boxes", pattern="F2", kind=Kind.DISGUISED, rule="KIM016", tamper=_tamper)
