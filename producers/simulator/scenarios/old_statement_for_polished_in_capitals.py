"""The old statement for polished stones, printed in another way."""

from __future__ import annotations

from datetime import UTC, datetime

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import lots_of, sold_late
from schemas.events import CustodyEvent

_ENDED = datetime(2026, 9, 24, 12, tzinfo=UTC)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A jeweller's supplier sells polished stones in late September 2026 with the statement of 2003 in capitals."""
    changed = sold_late(scene, event, _ENDED, WARRANTY_2003.upper())
    if changed is None:
        return None
    return Tampering((changed,), lots_of(changed), event.event_id, ends=True)


FAULT = Fault(
    name="old_statement_for_polished_in_capitals",
    pattern="1.7",
    kind=Kind.NEAR,
    rule="WAR002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
