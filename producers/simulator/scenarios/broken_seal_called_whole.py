"""A broken seal that a second look calls whole."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import ALL_STORIES, Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, SealInspected
from schemas.routing import lot_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """At arrival the seal is found broken; half an hour later the same officer writes that it is intact."""
    body = event.body
    if not isinstance(body, SealInspected) or not scene.exports:
        return None
    broken = replace(event, body=replace(body, intact=False))
    again = scene.another(event, body)
    return Tampering((broken, again), tuple(map(lot_subject, body.lot_ids)), event.event_id)


FAULT = Fault(
    name="broken_seal_called_whole",
    pattern="F16",
    kind=Kind.DISGUISED,
    rule="SEA002",
    tamper=_tamper,
    stories=ALL_STORIES,
)
