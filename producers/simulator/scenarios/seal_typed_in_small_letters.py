"""A seal whose number is written otherwise at import."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ShipmentImported


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Customs type the number of the seal in small letters; it is the seal that was put on."""
    body = event.body
    if not isinstance(body, ShipmentImported) or not body.seals:
        return None
    typed = tuple(seal.lower() for seal in body.seals)
    return Tampering((replace(event, body=replace(body, seals=typed)),), lots(body.lines), event.event_id)


FAULT = Fault(
    name="seal_typed_in_small_letters",
    pattern="F16",
    kind=Kind.HONEST,
    rule="SEA001",
    tamper=_tamper,
    stories=ALL_STORIES,
)
