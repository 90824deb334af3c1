"""Who holds a lot, where a handover may be on its way and some parties send no events."""

from __future__ import annotations

from datetime import date

from schemas.reference.model import Reference
from stream_processors.custody.state import LOST, LotState, Obligation


def is_connected(party: str, reference: Reference, day: date | None = None) -> bool:
    """Whether events are expected from ``party`` on ``day``, or now: from everyone but those the register says are not
    connected.
    """
    known = reference.party(party, day)
    return known is None or known.connected


def open_handover(lot: LotState) -> Obligation | None:
    """The last release of the lot that no receipt has answered, unless the lot was lost on it and found again."""
    if not lot.obligations or lot.obligations[-1].awaits == LOST:
        return None
    return lot.obligations[-1]


def holds(lot: LotState, party: str, reference: Reference) -> bool:
    """Whether ``party`` has the lot in hands.

    A lot on its way is in nobody's. Where the receiver was not connected on the day of the release no receipt will
    come, and it counts as there.
    """
    on_the_way = open_handover(lot)
    if on_the_way is None:
        return lot.custodian == party
    return on_the_way.debtor == party and not is_connected(party, reference, on_the_way.since.date())


def holding_events(lot: LotState) -> tuple[str | None, ...]:
    """The events that say in whose hands the lot is: the last receipt, and a release on the way."""
    on_the_way = open_handover(lot)
    return lot.custody_event, on_the_way.event_id if on_the_way else None


def holder_text(lot: LotState) -> str:
    """``held by MINE``, or ``on its way from MINE to TRADER under handover H1``."""
    on_the_way = open_handover(lot)
    if on_the_way is None:
        return f"held by {lot.custodian}"
    return f"on its way from {on_the_way.creditor} to {on_the_way.debtor} under handover {on_the_way.reference}"
