"""Records of the log on their way into the store: decoded, or set aside with the reason."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from schemas.codec import decode, decode_event
from schemas.errors import MalformedInput, QuarantineError
from schemas.events import EventRecord
from schemas.findings import Finding, QuarantineRecord
from schemas.framing import WireFormat
from schemas.quarantine import refused_record
from schemas.records import ReferenceChanged
from schemas.reference.statements import check_change
from schemas.topics import EVENTS, FINDINGS, QUARANTINE, REFERENCE, place_of
from sinks.batching import BatchLimits, Gathered
from sinks.cells import END_OF_INSTANTS, FIRST_INSTANT
from sinks.rows import Placed
from sinks.source import LogRecord, Partition

STORED_TOPICS = (EVENTS.name, FINDINGS.name, QUARANTINE.name, REFERENCE.name)
"""The topics of which a sink keeps rows."""


class Batch:
    """What is written together: records of several partitions, of each partition in order and without a gap."""

    def __init__(self, wire: WireFormat) -> None:
        """Nothing yet; messages come in as ``wire`` reads them."""
        self._wire = wire
        self.events: list[tuple[EventRecord, int, datetime]] = []
        self.findings: list[Placed] = []
        self.quarantine: list[QuarantineRecord] = []
        self.reference: list[tuple[ReferenceChanged, datetime]] = []
        self.gathered = Gathered()
        self.read: Counter[str] = Counter()
        """Records by topic."""

        self.refused: Counter[str] = Counter()
        """Records by topic that could not be accepted; each is a row of the quarantine."""

        self.first_refused: QuarantineRecord | None = None
        self.next: dict[Partition, int] = {}
        """The offset after the last record, of each partition that a record came from."""

        self._first: dict[Partition, int] = {}

    def __len__(self) -> int:
        return self.gathered.rows

    def add(self, record: LogRecord, now: datetime) -> None:
        """Take in one record, which came at ``now``; one that cannot be accepted becomes a row of the quarantine.

        With ``RetryError``, which ``WireFormat.read`` may raise, nothing has changed, and the record may come again.
        """
        topic, number = record.partition
        try:
            self._accept(record)
        except QuarantineError as error:
            refused = refused_record(topic, number, record.offset, record.payload, error, record.at)
            self.quarantine.append(refused)
            self.first_refused = self.first_refused or refused
            self.refused[topic] += 1
        self.read[topic] += 1
        self.gathered = self.gathered.plus(1, len(record.payload), now)
        self._first.setdefault(record.partition, record.offset)
        self.next[record.partition] = record.offset + 1

    def _accept(self, record: LogRecord) -> None:
        topic, number = record.partition
        payload = self._wire.read(record.payload)
        if topic == EVENTS.name:
            self.events.append((decode_event(payload), place_of(number, record.offset), record.at))
            return
        message = decode(payload)
        if topic == FINDINGS.name and isinstance(message, Finding):
            _check_instants(message.dated_at, message.known_at, message.provisional_until)
            self.findings.append(Placed(message, number, record.offset))
        elif topic == QUARANTINE.name and isinstance(message, QuarantineRecord):
            _check_instants(message.received_at)
            self.quarantine.append(message)
        elif topic == REFERENCE.name and isinstance(message, ReferenceChanged):
            check_change(message)
            self.reference.append((message, record.at))
        else:
            raise MalformedInput("unknown_schema", f"a {type(message).__name__} does not belong into {topic}")

    def is_due(self, limits: BatchLimits, now: datetime) -> bool:
        """Whether to write it at ``now``."""
        return self.gathered.is_due(limits, now)

    @property
    def token(self) -> str:
        """Names what is in it: the range of offsets of each partition."""
        ranges = (f"{partition}:{self._first[partition]}-{self.next[partition] - 1}" for partition in sorted(self.next))
        return f"sink {' '.join(ranges)}"


def _check_instants(*instants: datetime | None) -> None:
    """Refuse what the codec can carry and a table cannot: it would stop every sink for good."""
    for instant in instants:
        if instant is not None and not FIRST_INSTANT <= instant < END_OF_INSTANTS:
            raise MalformedInput("bad_value", f"expected an instant of the years 1900 to 2299, got {instant}")
