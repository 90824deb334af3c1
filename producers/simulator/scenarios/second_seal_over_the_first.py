"""A container that gets another seal on top of its own."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """On the way the old seal is kept and a new one is put beside it, to hide that the container was opened."""
    body = event.body
    if not isinstance(body, ShipmentImported) or not body.seals or body.shipment_id not in scene.exports:
        return None
    changed = replace(event, body=replace(body, seals=(*body.seals, scene.name("SEAL"))))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="second_seal_over_the_first",
    pattern="F16",
    kind=Kind.DISGUISED,
    rule="SEA001",
    tamper=_tamper,
    stories=ALL_STORIES,
)
