"""A receipt without the release it belongs to."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Lots are received, and their holder never recorded that it released them."""
    body = event.body
    if isinstance(body, CustodyReleased) and not scene.memory and scene.connected(body.to_party):
        scene.memory.add(body.handover_id)
        return Tampering((), more=True)
    if isinstance(body, CustodyReceived) and body.handover_id in scene.memory:
        return Tampering((event,), lots(body.lines), event.event_id)
    return None


FAULT = Fault(name="receipt_without_release", rule="CUS002", tamper=_tamper)
