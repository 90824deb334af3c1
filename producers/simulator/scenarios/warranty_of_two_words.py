"""An invoice with two words in place of the statement."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import sold_by_one_who_is_bound
from schemas.events import CustodyEvent


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A dealer who is bound by the System of Warranties writes only that the goods are conflict free."""
    body = sold_by_one_who_is_bound(scene, event)
    if body is None:
        return None
    changed = replace(event, body=replace(body, warranty="conflict free"))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="warranty_of_two_words",
    pattern="1.7",
    kind=Kind.NEAR,
    rule="WAR003",
    tamper=_tamper,
)
