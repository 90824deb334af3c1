"""The sink: records of the log become rows of a store, each at least once, and once when read with FINAL.

The strategy. Rows go first, then the sink's own offsets into ``sink_offsets`` of the same store, then, as a courtesy
for those who watch, the offsets go to Kafka. A crash between two of these makes records come again, and every row has
its key: what is written a second time, be it in other batches, replaces itself. So

- where to go on is said by the own offsets alone, never by Kafka's;
- several sinks in one group share the partitions; one that was replaced and does not know it yet writes rows that the
  other writes too, and its late offsets are smaller, which take nothing back (the largest counts);
- one that loses partitions writes what it has gathered, if the store takes it, else it leaves the records to whoever
  reads them next;
- a batch that failed with ``RetryError`` is written again as it is, under the same token, so that blocks which did
  arrive are recognised; meanwhile nothing is read, and the place in the group is kept.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from schemas.errors import CaratraceError, RetryError
from schemas.framing import WireFormat
from schemas.ports import RowStore
from sinks import telemetry
from sinks.backoff import delay
from sinks.batch import Batch
from sinks.batching import BatchLimits
from sinks.offsets import OwnOffsets, start_of
from sinks.source import LogRecord, Partition, Polled, Source
from sinks.tally import CountingStore, Tally
from sinks.writer import Writer

LIMITS = BatchLimits(rows_max=50_000, bytes_max=16 * 1024 * 1024, age_max=timedelta(milliseconds=500))
"""Records, their bytes, and how long the first of them waits for others."""

LONGEST_WAIT = timedelta(seconds=1)
"""After at most this time the loop comes round, whatever happens."""

POLL_RECORDS = 2000
"""Records asked for at once."""

REPORT_EVERY = timedelta(seconds=5)
"""How often the end of the log is asked for."""

_LOGGER = logging.getLogger(__name__)


class Watcher(Protocol):
    """Somebody who wants to know whether the sink lives and keeps up."""

    def beat(self) -> None:
        """The loop came round."""

    def stands(self, partition: Partition, place: int, end: int) -> None:
        """Everything of a partition before ``place`` is stored; its next record will get the offset ``end``."""

    def left(self, partition: Partition) -> None:
        """A partition went to another sink."""


class Sink:
    """Writes what a source brings into a store whose tables are migrated. One thread; see the strategy above."""

    def __init__(
        self,
        source: Source,
        store: RowStore,
        wire: WireFormat,
        watcher: Watcher,
        limits: BatchLimits = LIMITS,
        *,
        now: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        """``now`` tells the time in UTC, ``chance`` gives numbers from 0 to 1 that spread the retries."""
        self.tally = Tally()
        self._source = source
        self._store = CountingStore(store)
        self._writer = Writer(self._store)
        self._offsets = OwnOffsets(self._store)
        self._wire = wire
        self._watcher = watcher
        self._limits = limits
        self._now = now
        self._chance = chance
        self._batch = Batch(wire)
        self._is_sealed = False
        self._pending: deque[LogRecord] = deque()
        self._unplaced: set[Partition] = set()
        self._next: dict[Partition, int] = {}
        self._stored: dict[Partition, int] = {}
        self._failures = 0
        self._again_at = self._report_at = datetime.min.replace(tzinfo=UTC)

    def run(self, is_over: Callable[[], bool], until: Mapping[Partition, int] | None = None) -> None:
        """Write until ``is_over`` says so, or everything before the offsets of ``until`` is stored.

        What is gathered at the end is written, or, where the store is away, left for the next start. Raises
        ``StopError`` when going on would lose or falsify something; what was committed stays.
        """
        while not is_over() and (until is None or not self._has_reached(until)):
            self._watcher.beat()
            self._step()
        if self._batch and not self._try(self._write):
            self._give_back()
        self._leave({record.partition for record in self._pending})

    def ends(self) -> dict[Partition, int]:
        """Where the log ends now, of each partition that has records; for ``run``.

        Raises ``StopError`` when the log does not have the place of a partition, whoever reads it, and ``RetryError``.
        """
        partitions = sorted(self._source.partitions())
        own = self._offsets.read(partitions)
        beginnings, ends = self._source.beginnings(partitions), self._source.ends(partitions)
        for partition in partitions:
            start_of(partition, own.get(partition), beginnings[partition], ends[partition])
        return {partition: ends[partition] for partition in partitions if beginnings[partition] < ends[partition]}

    def _has_reached(self, until: Mapping[Partition, int]) -> bool:
        left = {partition: end for partition, end in until.items() if self._stored.get(partition, -1) < end}
        if any(partition in self._next or partition in self._unplaced for partition in left):
            return False
        if not left:
            return True
        own: dict[Partition, int] = {}  # the others are with other sinks, or not given yet
        return self._try(lambda: own.update(self._offsets.read(left))) and all(
            own.get(partition, -1) >= end for partition, end in left.items()
        )

    # ---------------------------------------------------------------------------------------------------- one round

    def _step(self) -> None:
        now = self._now()
        if now < self._again_at:
            self._divided(self._source.idle(min(self._again_at - now, LONGEST_WAIT)))
        elif self._unplaced:
            self._try(self._place)
        elif self._is_sealed or self._batch.is_due(self._limits, now):
            self._try(self._write)
        elif self._pending:
            self._try(self._absorb)
        else:
            self._gather(now)
        if self._next and self._now() >= self._report_at:
            self._report()

    def _try(self, action: Callable[[], None]) -> bool:
        """Whether it succeeded; after a ``RetryError`` nothing is tried for a while."""
        try:
            action()
        except RetryError as error:
            self._failures += 1
            wait = delay(self._failures, self._chance())
            self._again_at = self._now() + wait
            self.tally.retries += 1
            telemetry.RETRIES.inc()
            _LOGGER.warning("failed %d times, again in %.1f s: %s", self._failures, wait.total_seconds(), error)
            return False
        if self._failures:
            _LOGGER.info("goes on after %d failures", self._failures)
        self._failures = 0
        return True

    def _place(self) -> None:
        """Say where to go on in the partitions that were given."""
        given = frozenset(self._unplaced)
        own = self._offsets.read(given)
        beginnings, ends = self._source.beginnings(given), self._source.ends(given)
        places = {
            partition: start_of(partition, own.get(partition), beginnings[partition], ends[partition])
            for partition in sorted(given)
        }
        self._source.start(places)
        self._next |= places
        self._stored |= places
        self._unplaced -= given
        self._report_at = self._now()

    def _gather(self, now: datetime) -> None:
        gathered = self._batch.gathered
        wait = LONGEST_WAIT
        if gathered.since is not None:
            wait = max(timedelta(0), min(wait, gathered.since + self._limits.age_max - now))
        polled = self._source.poll(max(1, min(POLL_RECORDS, self._limits.rows_max - gathered.rows)), wait)
        self._divided(polled)
        self._pending.extend(polled.records)
        if self._pending:
            self._try(self._absorb)

    def _absorb(self) -> None:
        """Take what was read into the batch, as long as there is room. After a ``RetryError`` it goes on from there."""
        now = self._now()
        while self._pending and not self._batch.gathered.is_full(self._limits):
            self._take(self._pending[0], now)
            self._pending.popleft()

    def _take(self, record: LogRecord, now: datetime) -> None:
        """Into the batch, unless it is there or stored already."""
        topic = record.partition.topic
        place = self._next.get(record.partition)
        if place is None:  # its partition was given back a moment ago
            self._count_left(Counter([topic]))
        elif record.offset < place:
            self.tally.repeats[topic] += 1
            telemetry.REPEATS.labels(topic).inc()
        else:
            self._batch.add(record, now)
            self._next[record.partition] = record.offset + 1

    def _write(self) -> None:
        """Rows, then own offsets, then Kafka's."""
        batch, self._is_sealed = self._batch, True
        self._store.rows.clear()
        with telemetry.BATCH_SECONDS.time():
            self._writer.write(batch.events, batch.findings, batch.quarantine, batch.token)
            self._writer.write_reference(batch.reference, batch.token)
            rows = Counter(self._store.rows)
            self._offsets.store(batch.next, self._now(), batch.token)
        self._stored |= batch.next
        self._batch, self._is_sealed = Batch(self._wire), False
        self._count(batch, rows)
        try:
            self._source.commit(batch.next)
        except CaratraceError as error:
            self.tally.failed_commits += 1
            telemetry.FAILED_COMMITS.inc()
            _LOGGER.info("everything is stored, but Kafka was not told: %s", error)

    def _count(self, batch: Batch, rows: Counter[str]) -> None:
        self.tally.batches += 1
        self.tally.read += batch.read
        self.tally.quarantined += batch.refused
        self.tally.rows += rows
        telemetry.written(batch, rows, self._now())
        if batch.first_refused is not None:
            first = batch.first_refused
            _LOGGER.warning(
                "%d records were refused, the first in %s, %s: %s [%s]",
                batch.refused.total(), first.source, first.position, first.message, first.reason,
            )  # fmt: skip

    # --------------------------------------------------------------------------------------------------- in a group

    def _divided(self, polled: Polled) -> None:
        """Partitions were taken and given."""
        if polled.revoked:
            if self._batch.next.keys() & polled.revoked and not self._try(self._write):
                self._give_back()
            self._leave(polled.revoked)
            for partition in polled.revoked:
                self._unplaced.discard(partition)
                self._next.pop(partition, None)
                self._stored.pop(partition, None)
                telemetry.no_lag(partition)
                self._watcher.left(partition)
        self._unplaced |= polled.assigned
        if polled.assigned:
            _LOGGER.info("was given %d partitions", len(polled.assigned))

    def _give_back(self) -> None:
        """Forget what is gathered; whoever has its partitions next reads it again."""
        self._count_left(self._batch.read)
        self._leave(self._batch.next.keys())
        _LOGGER.warning("%d records were not written and will be read again", len(self._batch))
        self._unplaced |= self._batch.next.keys()
        for partition in self._batch.next:
            del self._next[partition]
        self._batch, self._is_sealed = Batch(self._wire), False

    def _leave(self, partitions: Collection[Partition]) -> None:
        """Forget what was read of these partitions and is not in the batch."""
        left = [record for record in self._pending if record.partition in partitions]
        self._count_left(Counter(record.partition.topic for record in left))
        self._pending = deque(record for record in self._pending if record.partition not in partitions)

    def _count_left(self, read: Counter[str]) -> None:
        self.tally.given_back += read
        for topic, count in read.items():
            telemetry.GIVEN_BACK.labels(topic).inc(count)

    def _report(self) -> None:
        """Say how far behind the log every partition is."""
        self._report_at = self._now() + REPORT_EVERY
        try:
            ends = self._source.ends(self._next.keys())
        except RetryError as error:
            _LOGGER.info("the end of the log is not known: %s", error)
            return
        for partition, end in ends.items():
            place = self._stored[partition]
            telemetry.lag(partition, end - place)
            self._watcher.stands(partition, place, end)
