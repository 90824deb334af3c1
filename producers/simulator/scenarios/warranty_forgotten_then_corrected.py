"""An invoice without a statement, put right a month later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, OwnershipTransferred, Species


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A dealer forgets the statement, takes the sale back after a month and writes it again with it."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or any(line.species is not Species.NATURAL for line in body.lines):
        return None
    if scene.actor(body.seller).role not in ("trader", "cutter", "exporter", "miner"):
        return None
    wrong = replace(event, event_id=scene.new_id(), body=replace(body, warranty=None))
    declared = scene.taken_back(wrong, timedelta(days=30))
    right = replace(event, recorded_at=declared.recorded_at + timedelta(minutes=5))
    return Tampering((wrong, declared, right), lots(body.lines), wrong.event_id, corrected=True)


FAULT = Fault(
    name="warranty_forgotten_then_corrected",
    pattern="1.7",
    kind=Kind.DISGUISED,
    rule="WAR003",
    tamper=_tamper,
)
