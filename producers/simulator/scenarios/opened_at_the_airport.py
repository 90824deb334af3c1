"""A sealed shipment that its exporter opens once more."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ExaminationKind, LotExamined, ShipmentExported
from schemas.routing import lot_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Twenty minutes after a sealed shipment was cleared its own exporter takes a lot out and weighs it again."""
    body = event.body
    if not isinstance(body, ShipmentExported) or not body.seals:
        return None
    line = body.lines[0]
    weighing = LotExamined(ExaminationKind.WEIGHING, body.exporter, None, line, None, None)
    opened = scene.another(event, weighing, minutes=20)
    return Tampering((event, opened), (lot_subject(line.lot_id),), opened.event_id)


FAULT = Fault(
    name="opened_at_the_airport", pattern="F16", kind=Kind.NEAR, rule="SEA003", tamper=_tamper, stories=ALL_STORIES
)
