"""Files emitted into the log: every record at least once, from where the last run got to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from producers.kafka.bookmark import Bookmark
from producers.kafka.log import KafkaLog, Outgoing
from schemas.codec import encode
from schemas.events import EventRecord
from schemas.findings import QuarantineRecord
from schemas.framing import WireFormat
from schemas.topics import EVENTS, QUARANTINE

REMEMBER_EVERY = 500
"""Acknowledged records between two writes of the bookmark; so many may be sent again after a crash, and what was in
flight."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """What was done with the records of one source."""

    sent: int
    """Acknowledged by the brokers in this run."""

    skipped: int
    """Acknowledged in an earlier run, and so not sent again."""


def outgoing(content: EventRecord | QuarantineRecord, wire: WireFormat) -> Outgoing:
    """An event goes to the events with its emitter as the key, a refused input to the quarantine by its source."""
    if isinstance(content, EventRecord):
        return Outgoing(EVENTS.name, content.event.emitter.encode(), wire.write(EVENTS.name, content.payload))
    return Outgoing(QUARANTINE.name, content.source.encode(), wire.write(QUARANTINE.name, encode(content)))


def emit(
    log: KafkaLog,
    wire: WireFormat,
    contents: Iterable[EventRecord | QuarantineRecord],
    bookmark: Bookmark | None,
    advance: Callable[[int], None],
) -> Emitted:
    """Send everything that ``bookmark`` does not know to be acknowledged, as ``wire`` writes it; return when all is.

    ``bookmark`` is None where the source cannot be read again. ``advance`` is told of each record read. With an error
    the bookmark stands at the last record before which everything is acknowledged.
    """
    skip = bookmark.acknowledged if bookmark else 0
    before, read = log.acknowledged, 0

    def remember() -> None:
        if bookmark:
            bookmark.move(skip + log.acknowledged - before)

    remembered = before
    try:
        for read, content in enumerate(contents, 1):
            advance(1)
            if read > skip:
                log.send(outgoing(content, wire))
            if log.acknowledged - remembered >= REMEMBER_EVERY:
                remember()
                remembered = log.acknowledged
        log.flush()
    finally:
        remember()
    return Emitted(log.acknowledged - before, min(skip, read))
