"""A sealed shipment that customs look into before they write down its import."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ExaminationKind, LotExamined, SealInspected, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In the evening an officer opens the container at the importer's, who weighs the goods; the import is written down
    the next morning.
    """
    body = event.body
    if not isinstance(body, ShipmentImported) or not body.seals or body.presented is None:
        return None
    if body.shipment_id not in scene.exports or not scene.connected(body.importer):
        return None
    officer, importer, line = scene.actor(event.emitter), scene.actor(body.importer), body.lines[0]
    seal = SealInspected(body.seals[0], officer.party_id, True, tuple(one.lot_id for one in body.lines))
    weighing = LotExamined(ExaminationKind.WEIGHING, importer.party_id, None, line, None, None)
    looked = scene.another(event, seal, hours=-14, by=officer)
    weighed = scene.another(event, weighing, hours=-13, by=importer)
    return Tampering((looked, weighed, event), lots((line,)), event.event_id)


FAULT = Fault(
    name="weighed_after_customs_looked",
    pattern="F16",
    kind=Kind.HONEST,
    rule="SEA003",
    tamper=_tamper,
)
