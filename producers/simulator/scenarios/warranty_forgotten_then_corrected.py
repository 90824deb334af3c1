"""An invoice without a statement, put right a month later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import sold_by_one_who_is_bound
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A dealer forgets the statement, takes the sale back after a month and writes it again with it."""
    body = sold_by_one_who_is_bound(scene, event)
    if body is None:
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
