"""A log in memory and readers of it, for tests that need no broker. It keeps ``tests/contracts/source.py``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from schemas.errors import RetryError
from schemas.topics import EVENTS, FINDINGS, QUARANTINE, REFERENCE
from sinks.source import LogRecord, Partition, Polled
from tests.build import instant


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.instant = instant("2025-06-01")

    def now(self) -> datetime:
        """The instant."""
        return self.instant

    def wait(self, span: timedelta) -> None:
        """Let time pass; a little passes in any case."""
        self.instant += max(span, timedelta(milliseconds=1))


class MemoryLog:
    """The topics of a sink, with two partitions each, and the group that reads them."""

    TOPICS = (EVENTS.name, FINDINGS.name, QUARANTINE.name, REFERENCE.name)

    def __init__(self) -> None:
        self.records: dict[Partition, list[bytes]] = {
            Partition(topic, number): [] for topic in self.TOPICS for number in range(2)
        }
        self.first: dict[Partition, int] = defaultdict(int)
        """Offsets before these were cut off."""

        self.committed: dict[Partition, int] = {}
        self.readers: list[MemorySource] = []

    def append(self, topic: str, number: int, *payloads: bytes) -> None:
        """Records at the end of a partition."""
        self.records[Partition(topic, number)] += payloads

    def join(self, clock: Clock | None = None) -> MemorySource:
        """A new reader; the partitions are divided anew, and all readers hear of it."""
        reader = MemorySource(self, clock or Clock())
        self.readers.append(reader)
        self.divide()
        return reader

    def divide(self) -> None:
        """Take every partition from its reader, and give them to the readers in turn."""
        shares: list[set[Partition]] = [set() for _ in self.readers]
        for count, partition in enumerate(sorted(self.records)):
            shares[count % len(shares)].add(partition)
        for reader, share in zip(self.readers, shares, strict=True):
            reader.is_given(frozenset(share))


class MemorySource:
    """One reader. ``script`` holds what happens at its next looks at the log, one after the other."""

    def __init__(self, log: MemoryLog, clock: Clock) -> None:
        self.script: list[Callable[[], None]] = []
        self.idled = 0
        self.commits_fail = False
        self._log = log
        self._clock = clock
        self._share: frozenset[Partition] = frozenset()
        self._revoked: frozenset[Partition] = frozenset()
        self._assigned: frozenset[Partition] = frozenset()
        self._places: dict[Partition, int] = {}

    def is_given(self, share: frozenset[Partition]) -> None:
        """The group has divided the partitions anew."""
        if not self._assigned:  # else the reader has not heard of what it was given before
            self._revoked |= self._share
        self._share = self._assigned = share
        self._places.clear()

    def poll(self, limit: int, wait: timedelta) -> Polled:
        """See ``Source.poll``."""
        self._happen()
        found: list[LogRecord] = []
        for partition, place in list(self._places.items()):
            stop = min(len(self._log.records[partition]), place + limit - len(found))
            found += [self._record(partition, offset) for offset in range(place, stop)]
            self._places[partition] = max(place, stop)
        self._clock.wait(timedelta(0) if found else wait)
        return self._heard(found)

    def idle(self, wait: timedelta) -> Polled:
        """See ``Source.idle``."""
        self._happen()
        self.idled += 1
        self._clock.wait(wait)
        return self._heard([])

    def start(self, places: Mapping[Partition, int]) -> None:
        """See ``Source.start``."""
        self._places |= {partition: place for partition, place in places.items() if partition not in self._assigned}

    def commit(self, places: Mapping[Partition, int]) -> None:
        """See ``Source.commit``."""
        if self.commits_fail:
            raise RetryError("the group is being divided")
        self._log.committed |= places

    def partitions(self) -> frozenset[Partition]:
        """See ``Source.partitions``."""
        return frozenset(self._log.records)

    def beginnings(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        """See ``Source.beginnings``."""
        return {partition: self._log.first[partition] for partition in partitions}

    def ends(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        """See ``Source.ends``."""
        return {partition: len(self._log.records[partition]) for partition in partitions}

    def _happen(self) -> None:
        if self.script:
            self.script.pop(0)()

    def _record(self, partition: Partition, offset: int) -> LogRecord:
        at = instant("2025-01-01") + timedelta(seconds=offset)
        return LogRecord(partition, offset, at, self._log.records[partition][offset])

    def _heard(self, found: Sequence[LogRecord]) -> Polled:
        polled = Polled(self._revoked, self._assigned, tuple(found))
        self._revoked = self._assigned = frozenset()
        return polled
