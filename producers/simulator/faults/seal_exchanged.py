"""Goods that arrive under another seal."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """The container is opened on its way and closed again; the seal at import is not the one put on at export."""
    body = event.body
    if not isinstance(body, ShipmentImported) or not body.seals or body.shipment_id not in scene.exports:
        return None
    changed = replace(event, body=replace(body, seals=(scene.name("SEAL"),)))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(name="seal_exchanged", rule="SEA001", tamper=_tamper, stories=ALL_STORIES)
