"""A cooperative whose line is down for three weeks."""

from __future__ import annotations

from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived

OFFLINE = timedelta(days=21)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """All that a cooperative records up to its first sale waits three weeks, while the buyer tells it at once."""
    body = event.body
    if isinstance(body, CustodyReceived) and scene.memory and event.emitter not in scene.memory:
        return Tampering((event,), lots(body.lines))
    if not scene.memory:
        scene.memory.add(event.emitter)
    return Tampering((event,), held=((event.event_id, OFFLINE),), more=True)


FAULT = Fault(
    name="cooperative_offline_for_three_weeks",
    pattern="4.5",
    kind=Kind.HONEST,
    rule="CUS005",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
