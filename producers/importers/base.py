"""What every importer answers: one reading for each thing it found, accepted or refused, and where it stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from schemas.codec import record_of
from schemas.errors import QuarantineError
from schemas.events import CustodyEvent, EventRecord
from schemas.identity import with_derived_id
from schemas.quarantine import PAYLOAD_LIMIT
from schemas.validation import check_event


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event; ``position`` says where in the file it stands, as a person would look for it."""

    record: EventRecord
    position: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is no event.

    ``reason`` is a stable code that can be counted, ``message`` says what was expected, what came and what to do.
    ``column`` names the cell where one is to blame. ``payload`` are the first bytes of the input, ``size`` all of them.
    """

    position: str
    column: str | None
    reason: str
    message: str
    payload: bytes
    size: int


Read = Accepted | Refused


class Importer(Protocol):
    """What a module of this folder provides: one outside format."""

    SUFFIXES: tuple[str, ...]

    def read(self, path: Path, *, recorded_at: datetime, default_emitter: str | None = None) -> Iterator[Read]:
        """Every reading of the file, in order, with memory that does not grow with the file.

        ``recorded_at`` is when the events are taken in; it is stamped on events that do not say it themselves.
        ``default_emitter`` is the party that speaks where an event names none.
        """


def refused(error: QuarantineError, position: str, payload: bytes, *, column: str | None = None) -> Refused:
    """The refusal of an input because of ``error``; of ``payload`` the first ``PAYLOAD_LIMIT`` bytes are kept."""
    return Refused(position, column, error.reason, str(error), payload[:PAYLOAD_LIMIT], len(payload))


def refused_file(error: QuarantineError, position: str, path: Path) -> Refused:
    """The refusal of a whole file because of what stands at ``position``; its beginning is kept."""
    with path.open("rb") as file:
        start = file.read(PAYLOAD_LIMIT)
    return Refused(position, None, error.reason, str(error), start, path.stat().st_size)


def accepted(event: CustodyEvent, position: str) -> Accepted:
    """``event`` with its id (derived from the content where it has none), checked. Raises ``QuarantineError``."""
    named = event if event.event_id else with_derived_id(event)
    check_event(named)
    return Accepted(record_of(named), position)
