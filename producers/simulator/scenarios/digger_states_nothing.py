"""A digger who sells without a statement."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A digger belongs to no trade body, and states nothing when selling a find."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    if scene.actor(body.seller).role != "digger":
        return None
    changed = replace(event, body=replace(body, warranty=None))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="digger_states_nothing",
    pattern="1.7",
    kind=Kind.HONEST,
    rule="WAR003",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
