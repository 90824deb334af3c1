"""Honest slips of the pen: a weight written with the point in the wrong place."""

from __future__ import annotations

from dataclasses import replace

from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased, LotRegistered, OwnershipTransferred


def mistaken(event: CustodyEvent, event_id: str) -> CustodyEvent | None:
    """``event`` with its first weight ten times too large, under another id; None where no weight is written."""
    body = event.body
    if not isinstance(body, LotRegistered | CustodyReleased | CustodyReceived | OwnershipTransferred):
        return None
    first, *others = body.lines
    wrong = replace(first, carats=first.carats * 10)
    return replace(event, event_id=event_id, body=replace(body, lines=(wrong, *others)))
