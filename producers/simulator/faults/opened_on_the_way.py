"""A sealed shipment that somebody opens."""

from __future__ import annotations

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering
from schemas.events import CustodyEvent, ExaminationKind, LotExamined, ShipmentExported
from schemas.routing import lot_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Some hours after a sealed shipment has been cleared for export, a trader weighs a lot of it."""
    body = event.body
    if not isinstance(body, ShipmentExported) or not body.seals:
        return None
    trader, line = scene.stranger(body.exporter, body.importer), body.lines[0]
    weighing = LotExamined(ExaminationKind.WEIGHING, trader.party_id, None, line, None, None)
    opened = scene.another(event, weighing, hours=scene.whole(1, 12), by=trader)
    return Tampering((event, opened), (lot_subject(line.lot_id),), opened.event_id)


FAULT = Fault(name="opened_on_the_way", rule="SEA003", tamper=_tamper, stories=ALL_STORIES)
