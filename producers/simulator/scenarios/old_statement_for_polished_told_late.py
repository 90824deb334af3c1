"""The old statement for polished stones, told five weeks late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from producers.simulator.handover import WARRANTY_2003
from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from producers.simulator.storylines.selling import lots_of, sold_late
from schemas.events import CustodyEvent

_ENDED = datetime(2026, 9, 24, 12, tzinfo=UTC)


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Polished is sold in late September 2026 with the statement of 2003; the sale is sent in five weeks later."""
    changed = sold_late(scene, event, _ENDED, WARRANTY_2003)
    if changed is None:
        return None
    held = ((event.event_id, timedelta(days=35)),)
    return Tampering((changed,), lots_of(changed), event.event_id, held=held, ends=True)


FAULT = Fault(
    name="old_statement_for_polished_told_late",
    pattern="1.7",
    kind=Kind.DISGUISED,
    rule="WAR002",
    tamper=_tamper,
    stories=frozenset({"polished_stock"}),
)
