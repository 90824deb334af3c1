"""A sealed shipment that its importer opens before customs look at it."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ExaminationKind, LotExamined, ShipmentImported
from schemas.routing import lot_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An hour before the goods are declared to customs the importer takes a lot out and weighs it."""
    body = event.body
    if not isinstance(body, ShipmentImported) or not body.seals or not scene.connected(body.importer):
        return None
    if body.shipment_id not in scene.exports:
        return None
    line, importer = body.lines[0], scene.actor(body.importer)
    weighing = LotExamined(ExaminationKind.WEIGHING, importer.party_id, None, line, None, None)
    opened = scene.another(event, weighing, minutes=-60, by=importer)
    subject = lot_subject(line.lot_id)
    return Tampering((opened, event), (subject,), event.event_id, faulty=(opened.event_id,))


FAULT = Fault(
    name="opened_before_customs_come",
    pattern="F16",
    kind=Kind.DISGUISED,
    rule="SEA003",
    tamper=_tamper,
    stories=ALL_STORIES,
)
