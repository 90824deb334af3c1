"""Polished stones that are sold with a statement that has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, OwnershipTransferred

_ENDED = datetime(2026, 9, 23, 12, tzinfo=UTC)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A dealer leaves polished stones in the safe, and sells them after September 2026 with the statement of 2003."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    wait = max(_ENDED - event.occurred_at, timedelta(0))
    changed = replace(scene.later(event, wait), body=replace(body, warranty=WARRANTY_2003))
    return Tampering((changed,), lots(body.lines), event.event_id, ends=True)


FAULT = Fault(
    name="old_warranty_for_polished",
    pattern="1.7",
    rule="WAR002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
