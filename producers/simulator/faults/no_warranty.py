"""An invoice without the statement that the seller is bound to make."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, OwnershipTransferred, Species


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A dealer whose trade body binds it by the System of Warranties sells natural stones and states nothing."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or any(line.species is not Species.NATURAL for line in body.lines):
        return None
    if scene.actor(body.seller).role not in ("trader", "cutter", "exporter", "miner"):
        return None
    changed = replace(event, body=replace(body, warranty=None))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(name="no_warranty", pattern="1.7", rule="WAR003", tamper=_tamper)
