"""The old statement for polished stones, told five weeks late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, OwnershipTransferred

_ENDED = datetime(2026, 9, 24, 12, tzinfo=UTC)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Polished is sold in late September 2026 with the statement of 2003; the sale is sent in five weeks later."""
    body = event.body
    if not isinstance(body, OwnershipTransferred):
        return None
    later = scene.later(event, max(_ENDED - event.occurred_at, timedelta(0)))
    changed = replace(later, body=replace(body, warranty=WARRANTY_2003))
    held = ((event.event_id, timedelta(days=35)),)
    return Tampering((changed,), lots(body.lines), event.event_id, held=held, ends=True)


FAULT = Fault(
    name="old_statement_for_polished_told_late",
    pattern="1.7",
    kind=Kind.DISGUISED,
    rule="WAR002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
