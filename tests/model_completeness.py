"""The naive second model, the part about the count of an emitter: every number, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from schemas.events import CustodyEvent
from schemas.findings import Severity
from schemas.reference.model import Reference
from tests.model_parts import DAY

Stated = tuple[CustodyEvent, bytes]
"""An event or a declaration, with the digest of its content."""


def counts(stated: Sequence[Stated], now: datetime, reference: Reference) -> Iterator[tuple[str, str, str, Severity]]:
    """What is wrong with the count of any emitter: rule, subject, event, severity."""
    for emitter in sorted({event.emitter for event, _ in stated}):
        numbered: dict[int, list[Stated]] = {}
        for event, digest in stated:
            if event.emitter == emitter and event.sequence is not None:
                numbered.setdefault(event.sequence, []).append((event, digest))
        for rule, event_id, severity in [*_gaps(emitter, numbered, now, reference), *_twice(numbered)]:
            yield rule, f"emitter:{emitter}", event_id, severity


def _gaps(
    emitter: str, numbered: dict[int, list[Stated]], now: datetime, reference: Reference
) -> Iterator[tuple[str, str, Severity]]:
    """A missing number is held against the first event that comes after it, as long as some event above it stands."""
    party = reference.party(emitter)
    first = party.first_number if party else 1
    grace = max(10, party.grace_days if party else 0)
    standing = [number for number, uses in numbered.items() if _not_void(uses)]
    for number in range(first + 1, max(standing, default=0) + 1):
        if number in numbered and number - 1 not in numbered:
            after, _ = min(numbered[number], key=_earlier)
            waited = now - after.recorded_at
            if waited > grace * DAY:
                yield "COM001", after.event_id, Severity.BREACH
            elif waited > 3 * DAY:
                yield "COM001", after.event_id, Severity.NOTICE


def _twice(numbered: dict[int, list[Stated]]) -> Iterator[tuple[str, str, Severity]]:
    """Two events under one number, neither of them taken back."""
    for uses in numbered.values():
        order: list[str] = []
        for event, _ in sorted(_not_void(uses), key=_earlier):
            if event.event_id not in order:
                order.append(event.event_id)
        if len(order) > 1:
            yield "COM002", order[1], Severity.BREACH


def _not_void(uses: list[Stated]) -> list[Stated]:
    """Those that were not taken back."""
    void = {(event.event_id, digest) for event, digest in uses if event.error_declaration}
    return [(event, digest) for event, digest in uses if (event.event_id, digest) not in void]


def _earlier(one: Stated) -> tuple[datetime, str, bytes]:
    event, digest = one
    return event.recorded_at, event.event_id, digest
