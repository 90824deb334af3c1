"""A log for a sink to store, what must be in the tables afterwards, and stores that fail when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from schemas.codec import encode, encode_event
from schemas.errors import CaratraceError
from schemas.findings import QuarantineRecord, hashed_id
from schemas.framing import SingleObject, WireFormat
from schemas.ports import Row, RowStore, Table, Value
from schemas.topics import EVENTS, FINDINGS, QUARANTINE, REFERENCE
from sinks.batching import BatchLimits
from sinks.sink import Sink
from sinks.source import Partition
from tests import build
from tests.changes import party
from tests.scripted_source import Clock, MemoryLog, MemorySource
from tests.sinks.storing import TABLES
from tests.sinks.test_queries import FINDING

LIMITS = BatchLimits(rows_max=7, bytes_max=1 << 20, age_max=timedelta(milliseconds=500))
FOREIGN = b"no message of ours"


class Silent:
    """A watcher that keeps what it was told."""

    def __init__(self) -> None:
        self.beats = 0
        self.places: dict[Partition, tuple[int, int]] = {}

    def beat(self) -> None:
        self.beats += 1

    def stands(self, partition: Partition, place: int, end: int) -> None:
        self.places[partition] = (place, end)

    def left(self, partition: Partition) -> None:
        self.places.pop(partition, None)


def filled_log(events: int = 20) -> MemoryLog:
    """Events in both partitions, three findings, a refused input, and in every topic something that is none."""
    log = MemoryLog()
    for number in range(events):
        log.append(EVENTS.name, number % 2, encode_event(build.registered(f"L{number}", id=f"lot {number}")))
    log.append(EVENTS.name, 0, FOREIGN)
    log.append(EVENTS.name, 1, b"", encode(FINDING))
    log.append(FINDINGS.name, 0, encode(FINDING), encode(replace(FINDING, revision=FINDING.revision + 1)))
    log.append(FINDINGS.name, 1, FOREIGN, encode(replace(FINDING, finding_id=build.uid("another"))))
    log.append(QUARANTINE.name, 0, encode(REFUSED), encode(FINDING))
    log.append(REFERENCE.name, 0, encode(party("P-1")), encode(replace(party("P-1"), key="another")), FOREIGN)
    log.append(REFERENCE.name, 1, encode(FINDING))
    return log


REFUSED = QuarantineRecord(
    hashed_id(b"x"), "a file", "line 1", "bad_json", "no JSON", 1, b"x", build.instant("2025-01-01")
)


def a_sink(
    log: MemoryLog, store: RowStore, limits: BatchLimits = LIMITS, wire: WireFormat | None = None
) -> tuple[Sink, MemorySource]:
    """A sink of its own clock, and its source."""
    clock = Clock()
    reader = log.join(clock)
    return Sink(reader, store, wire or SingleObject(), Silent(), limits, now=clock.now, chance=lambda: 0.5), reader


def never() -> bool:
    """The sink goes on until it has reached the end."""
    return False


def stored(store: RowStore) -> dict[str, list[Row]]:
    """Every row of every table, read with FINAL, in one order."""
    return {table: sorted(store.query(f"SELECT * FROM {table} FINAL").rows, key=repr) for table in TABLES}


def offsets(store: RowStore) -> dict[Partition, int]:
    """The own offsets."""
    found = store.query("SELECT topic, partition, next_offset FROM sink_offsets FINAL").rows
    return {Partition(str(topic), int(str(number))): int(str(place)) for topic, number, place in found}


class Failing:
    """A store whose inserts fail as a test says: before they are made, or after, when only the answer is lost."""

    def __init__(self, store: RowStore) -> None:
        self._store = store
        self.inserts: list[tuple[str, str]] = []
        self.before: Callable[[str], CaratraceError | None] = lambda table: None
        self.after: Callable[[str], CaratraceError | None] = lambda table: None
        self.on_query: Callable[[], CaratraceError | None] = lambda: None

    def insert(self, table: str, rows: Sequence[Row], token: str) -> None:
        self.inserts.append((table, token))
        _raise(self.before(table))
        self._store.insert(table, rows, token)
        _raise(self.after(table))

    def query(self, sql: str, parameters: Mapping[str, Value] | None = None) -> Table:
        _raise(self.on_query())
        return self._store.query(sql, parameters)

    def command(self, sql: str) -> None:
        self._store.command(sql)

    def close(self) -> None:
        self._store.close()


def _raise(error: CaratraceError | None) -> None:
    if error is not None:
        raise error


def times(count: int, error: CaratraceError, table: str | None = None) -> Callable[..., CaratraceError | None]:
    """An error so many times, for one table or any."""
    left = [count]

    def answer(of: str | None = None) -> CaratraceError | None:
        if left[0] and table in {None, of}:
            left[0] -= 1
            return error
        return None

    return answer


def known(offset: int) -> datetime:
    """When the log in memory took the record at an offset."""
    return build.instant("2025-01-01") + timedelta(seconds=offset)
