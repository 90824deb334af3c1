"""A sealed shipment that its carrier opens."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReleased, ExaminationKind, LotExamined, LotLine, ShipmentExported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Between two flights the carrier takes a lot out of a sealed shipment and weighs it; it says so a month later."""
    body = event.body
    if not isinstance(body, ShipmentExported) or not body.seals:
        return None
    sent = next((one.body for one in scene.releases.values() if _holds(one, body.lines[0])), None)
    if not isinstance(sent, CustodyReleased) or sent.carrier is None:
        return None
    weighing = LotExamined(ExaminationKind.WEIGHING, sent.carrier, None, body.lines[0], None, None)
    opened = scene.another(event, weighing, hours=9, by=scene.actor(sent.carrier))
    held = ((opened.event_id, timedelta(days=30)),)
    return Tampering((event, opened), lots(body.lines[:1]), opened.event_id, held=held)


def _holds(release: CustodyEvent, line: LotLine) -> bool:
    return isinstance(release.body, CustodyReleased) and line.lot_id in {one.lot_id for one in release.body.lines}


FAULT = Fault(
    name="opened_by_the_carrier_told_late",
    pattern="F16",
    kind=Kind.DISGUISED,
    rule="SEA003",
    tamper=_tamper,
    stories=ALL_STORIES,
)
