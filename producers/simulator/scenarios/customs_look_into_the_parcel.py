"""A sealed shipment that customs open before it leaves."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ExaminationKind, LotExamined, ShipmentExported
from schemas.routing import lot_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """An hour after a sealed shipment was cleared, customs of the country that it leaves look at one of its lots."""
    body = event.body
    if not isinstance(body, ShipmentExported) or not body.seals or scene.certificate is None:
        return None
    officer, line = scene.actor(scene.certificate.authority), body.lines[0]
    look = LotExamined(ExaminationKind.CUSTOMS, officer.party_id, None, line, None, None)
    return Tampering((event, scene.another(event, look, minutes=60, by=officer)), (lot_subject(line.lot_id),))


FAULT = Fault(name="customs_look_into_the_parcel", pattern="F16", kind=Kind.HONEST, rule="SEA003", tamper=_tamper)
