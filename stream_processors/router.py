"""The router: which records of the log go to which partition of histories, and what is refused. Pure.

An event goes to every partition in which one of its subjects lives, at most once to each and with the bytes it came
with; the judge there looks at its own subjects only. A change of reference data goes to all partitions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from schemas import codec
from schemas.errors import QuarantineError
from schemas.events import CustodyEvent
from schemas.findings import QuarantineRecord
from schemas.quarantine import refused_record
from schemas.records import Entry, ReferenceChanged, SubjectBatch
from schemas.reference.statements import check_change
from schemas.routing import partition_of, shares
from schemas.topics import REFERENCE
from stream_processors.decoding import decode_event
from stream_processors.incoming import Incoming

BATCH_ENTRIES = 500
"""Records in one batch; a message costs Faust as much as judging ten of them, so the more the better."""

BATCH_BYTES = 512 * 1024
"""Bytes after which a batch is closed; it is longer only when its one record is."""


@dataclass(slots=True)
class Routed:
    """What follows from a run of records; ``batches`` are in order within each partition."""

    batches: list[tuple[int, SubjectBatch]] = field(default_factory=list)
    refused: list[QuarantineRecord] = field(default_factory=list)


class Batches:
    """Records on their way to partitions of histories, in their order within each."""

    def __init__(self) -> None:
        """None yet."""
        self._full: list[tuple[int, SubjectBatch]] = []
        self._waiting: dict[int, list[Entry]] = {}
        self._sizes: dict[int, int] = {}

    def add(self, partition: int, entry: Entry) -> None:
        """One more record for ``partition``."""
        entries = self._waiting.setdefault(partition, [])
        size = self._sizes.get(partition, 0)
        if entries and (len(entries) >= BATCH_ENTRIES or size + len(entry.payload) > BATCH_BYTES):
            self._full.append((partition, SubjectBatch(tuple(entries))))
            entries.clear()
            size = 0
        entries.append(entry)
        self._sizes[partition] = size + len(entry.payload)

    def all(self) -> list[tuple[int, SubjectBatch]]:
        """The batches, each with its partition."""
        last = [(partition, SubjectBatch(tuple(entries))) for partition, entries in sorted(self._waiting.items())]
        return [*self._full, *last]


def as_it_is(payload: bytes) -> bytes:
    """How a message is read that is a single object already."""
    return payload


def route(records: Iterable[Incoming], partitions: int, read: Callable[[bytes], bytes] = as_it_is) -> Routed:
    """Where each of ``records`` goes among ``partitions``, in batches; what cannot be read is refused, as it came.

    ``read`` gives the single object in a message of the log.
    """
    routed, batches = Routed(), Batches()
    for record in records:
        try:
            payload = read(record.payload)
            found = (
                _change_places(payload, partitions) if record.topic == REFERENCE.name else _places(payload, partitions)
            )
        except QuarantineError as error:
            routed.refused.append(refused(record, error))
            continue
        entry = Entry(record.known_at, payload)
        for partition in found:
            batches.add(partition, entry)
    routed.batches += batches.all()
    return routed


def _places(payload: bytes, partitions: int) -> list[int]:
    return destinations(decode_event(payload).event, partitions)


def _change_places(payload: bytes, partitions: int) -> list[int]:
    """All of them. Raises ``QuarantineError`` for what is no change of reference data, or cannot be one."""
    message = codec.decode(payload)
    if not isinstance(message, ReferenceChanged):
        kind = type(message).__name__
        raise QuarantineError("unexpected_kind", f"expected a {ReferenceChanged.__name__}, got a {kind}")
    check_change(message)
    return list(range(partitions))


def destinations(event: CustodyEvent, partitions: int) -> list[int]:
    """The partitions in which the subjects of ``event`` live, in order."""
    return sorted({partition_of(share.subject, partitions) for share in shares(event)})


def refused(record: Incoming, error: QuarantineError) -> QuarantineRecord:
    """``record`` as it goes to quarantine."""
    return refused_record(record.topic, record.partition, record.offset, record.payload, error, record.known_at)
