"""Polished stones that are sold with a statement that has ended."""

from __future__ import annotations

from datetime import UTC, datetime

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.storylines.selling import lots_of, sold_late
from schemas.events import CustodyEvent

_ENDED = datetime(2026, 9, 23, 12, tzinfo=UTC)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A dealer leaves polished stones in the safe, and sells them after September 2026 with the statement of 2003."""
    changed = sold_late(scene, event, _ENDED, WARRANTY_2003)
    if changed is None:
        return None
    return Tampering((changed,), lots_of(changed), event.event_id, ends=True)


FAULT = Fault(
    name="old_warranty_for_polished",
    pattern="1.7",
    rule="WAR002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
