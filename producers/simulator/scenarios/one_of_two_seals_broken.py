"""A container with two seals of which one does not hold."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReleased, LotSealed, SealInspected, ShipmentExported, ShipmentImported
from schemas.routing import lot_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A container has two seals. At arrival one of them is whole, and the other is broken."""
    body = event.body
    if isinstance(body, LotSealed):
        second = replace(body, seal_id=scene.name("SEAL"))
        scene.memory.add(second.seal_id)
        return Tampering((event, scene.another(event, second, minutes=3)), more=True)
    if isinstance(body, CustodyReleased | ShipmentExported | ShipmentImported) and body.seals:
        return Tampering((replace(event, body=replace(body, seals=(*body.seals, *sorted(scene.memory)))),), more=True)
    if isinstance(body, SealInspected) and scene.exports and scene.memory:
        broken = scene.another(event, replace(body, seal_id=min(scene.memory), intact=False), minutes=5)
        return Tampering((event, broken), tuple(map(lot_subject, body.lot_ids)), broken.event_id)
    return None


FAULT = Fault(
    name="one_of_two_seals_broken", pattern="F16", kind=Kind.NEAR, rule="SEA002", tamper=_tamper, stories=ALL_STORIES
)
