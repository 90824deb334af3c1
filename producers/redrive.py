"""Which refused records of the log can be read by now, and so can be sent again. Pure.

The bytes of a refused record are kept; after an upgrade that reads them, or once the schema registry has their schema,
they are events like any other. What is sent twice has the same event id and changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from schemas.codec import decode, decode_event
from schemas.errors import QuarantineError
from schemas.events import EventRecord
from schemas.findings import QuarantineRecord

TRUNCATED = "truncated"
"""Reason of a record whose bytes are not there as a whole."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record still cannot be sent."""

    reason: str
    message: str


def refused_in(payload: bytes, read: Callable[[bytes], bytes]) -> QuarantineRecord | Refusal:
    """The refused record in a message of the quarantine; anything else there is reported, and not passed over."""
    try:
        message = decode(read(payload))
    except QuarantineError as error:
        return Refusal(error.reason, f"the quarantine holds what cannot be read: {error}")
    if isinstance(message, QuarantineRecord):
        return message
    return Refusal("unknown_schema", f"expected a {QuarantineRecord.__name__}, got a {type(message).__name__}")


def examine(record: QuarantineRecord, read: Callable[[bytes], bytes]) -> EventRecord | Refusal:
    """The event in a refused record, or why there is none; ``read`` takes a message out of its framing.

    Raises ``RetryError`` when ``read`` cannot tell, as without an answer of the schema registry.
    """
    if len(record.payload) < record.size:
        kept = f"{len(record.payload):,} of its {record.size:,} bytes were kept"
        return Refusal(TRUNCATED, f"{kept}: only its emitter can send it again")
    try:
        return decode_event(read(record.payload))
    except QuarantineError as error:
        return Refusal(error.reason, str(error))


@dataclass(slots=True)
class Tally:
    """What became of the refused records that were asked for."""

    source: str
    reason: str | None = None
    others: int = 0
    """Records of other sources or reasons."""

    repeated: int = 0
    """Records that stand in the quarantine more than once."""

    readable: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """By the reason of today."""

    _seen: set[str] = field(default_factory=set)

    def wants(self, record: QuarantineRecord) -> bool:
        """Whether a record is one of those asked for, and was not met before."""
        if record.source != self.source or self.reason not in (None, record.reason):
            self.others += 1
            return False
        if record.quarantine_id in self._seen:
            self.repeated += 1
            return False
        self._seen.add(record.quarantine_id)
        return True

    def count(self, found: EventRecord | Refusal) -> None:
        """A record was examined."""
        if isinstance(found, Refusal):
            self.refused[found.reason] += 1
        else:
            self.readable += 1
