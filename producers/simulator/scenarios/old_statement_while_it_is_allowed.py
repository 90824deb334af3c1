"""The old statement for polished stones while it may be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(_scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Before September 2026 a dealer in polished stones still prints the statement of 2003."""
    body = event.body
    if not isinstance(body, OwnershipTransferred) or event.occurred_at >= datetime(2026, 9, 1, tzinfo=UTC):
        return None
    changed = replace(event, body=replace(body, warranty=WARRANTY_2003))
    return Tampering((changed,), lots(body.lines), event.event_id)


FAULT = Fault(
    name="old_statement_while_it_is_allowed",
    pattern="1.7",
    kind=Kind.HONEST,
    rule="WAR002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
