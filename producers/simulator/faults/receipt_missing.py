"""A receipt that never comes."""

from __future__ import annotations

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, CustodyReceived


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Lots are released inside one country and nobody receives them."""
    body = event.body
    if not isinstance(body, CustodyReceived) or scene.abroad:
        return None
    return Tampering((), lots(body.lines), scene.releases[body.handover_id].event_id, ends=True)


FAULT = Fault(name="receipt_missing", rule="CUS003", tamper=_tamper)
