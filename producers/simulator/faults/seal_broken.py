"""A seal that does not hold."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering
from schemas.events import CustodyEvent, SealInspected
from schemas.routing import lot_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """At arrival the seal is found broken."""
    body = event.body
    if not isinstance(body, SealInspected) or not scene.exports:
        return None
    changed = replace(event, body=replace(body, intact=False))
    return Tampering((changed,), tuple(map(lot_subject, body.lot_ids)), event.event_id)


FAULT = Fault(name="seal_broken", rule="SEA002", tamper=_tamper, stories=ALL_STORIES)
