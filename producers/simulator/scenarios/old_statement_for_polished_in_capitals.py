"""The old statement for polished stones, printed in another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, OwnershipTransferred

_ENDED = datetime(2026, 9, 24, 12, tzinfo=UTC)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A jeweller's supplier sells polished stones in late September 2026 with the statement of 2003 in capitals."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    later = scene.later(event, max(_ENDED - event.occurred_at, timedelta(0)))
    changed = replace(later, body=replace(body, warranty=WARRANTY_2003.upper()))
    return Tampering((changed,), lots(body.lines), event.event_id, ends=True)


FAULT = Fault(
    name="old_statement_for_polished_in_capitals",
    pattern="1.7",
    kind=Kind.NEAR,
    rule="WAR002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
