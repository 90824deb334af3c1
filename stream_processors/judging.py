"""All partitions of one worker: what Faust hands over is judged, and what it did not hand over is read and judged.

Each partition has a judge that knows which message comes next. A message below that was taken in before. One above
it means that something is missing, whatever the reason (dropped from a queue, a new worker, a lost disk, an old
snapshot): then the partition is healed, which is to say read from its topic, beside the others. A check from time to
time finds what is missing at the end of a partition, where no later message would tell.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from schemas.errors import StopError
from schemas.findings import Finding
from stream_processors import telemetry
from stream_processors.incoming import Incoming
from stream_processors.partition_judge import Applied, OtherRules, PartitionJudge, Place
from stream_processors.vitals import Vitals

logger = logging.getLogger(__name__)

BUSY_CHECKS = 10
"""So many checks a partition may stand still before its end while others get messages."""

WHOLE = "judge"
"""The part that is reported while there is no partition."""


class BeyondEnd(StopError):
    """A store has taken in messages that its partition does not have."""


class Log(Protocol):
    """The topic of subjects, to be read by offset."""

    async def ends(self, partitions: Iterable[int]) -> dict[int, int]:
        """The offset that the next message of each partition will get."""

    def read(self, partition: int, start: int) -> AsyncGenerator[Incoming, None]:
        """The messages from offset ``start`` to the end of the partition."""


class Outbox(Protocol):
    """Where results go."""

    async def send(self, applied: Applied) -> None:
        """Return when all of it is acknowledged."""


Published = Callable[[Place], Awaitable[Mapping[str, Finding]]]
"""The last revision that anybody published of each finding on the subjects of a place, by finding id."""


@dataclass(slots=True)
class _Partition:
    """``wanted``: up to here messages were passed by because the partition was being healed. ``seen``: where it stood
    at the last check.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    judge: PartitionJudge | None = None
    healing: asyncio.Task[None] | None = None
    wanted: int = 0
    seen: int = -1
    still: int = 0
    ours_follow: bool = False
    parked: OtherRules | None = None


class Judging:
    """The judges of the partitions that this worker owns; all methods are for one event loop.

    ``fail`` is given what goes wrong in a task of its own and must end the process; ``levelled`` is told where a
    partition stands after it was healed. ``committed`` may be set to what is told of every message that was taken in.
    """

    def __init__(
        self,
        open_judge: Callable[[int], PartitionJudge],
        log: Log,
        outbox: Outbox,
        published: Published,
        vitals: Vitals,
        fail: Callable[[BaseException], None],
        levelled: Callable[[int, int], object] = lambda partition, offset: None,  # noqa: ARG005 - nobody asked
    ) -> None:
        self._open_judge, self._log, self._outbox, self._vitals = open_judge, log, outbox, vitals
        self._published = published
        self._fail, self._levelled = fail, levelled
        self.committed: Callable[[Incoming, Applied], object] = lambda message, applied: None  # noqa: ARG005 - likewise
        self._partitions: dict[int, _Partition] = {}
        self._handed_over = 0
        self._handed_over_before = 0
        self._closed = False
        self.owned: frozenset[int] = frozenset()

    def own(self, partitions: Iterable[int]) -> None:
        """These are now this worker's. Never waits: a rebalance that waits for work expels the worker."""
        if self._closed:
            return
        self.owned = frozenset(partitions)
        for number in sorted(set(self._partitions) - self.owned):
            self._let_go(number)

    def _let_go(self, number: int) -> None:
        """Close a store that is no longer ours, unless it is at work; then it is closed when that is done."""
        if self._closed:  # all of them are
            return
        partition = self._partitions.get(number)
        if partition and number not in self.owned and partition.healing is None and not partition.lock.locked():
            del self._partitions[number]
            if partition.judge is not None:
                partition.judge.close()
            self._vitals.withdraw(_part(number))
            telemetry.forget(_part(number))

    async def take(self, message: Incoming) -> bool:
        """Judge a message that Faust hands over, or see why not; False when it must come again to the next worker."""
        self._handed_over += 1
        number = message.partition
        if number not in self.owned:
            return not self._closed
        partition = self._partitions.setdefault(number, _Partition())
        if partition.parked is None and not self._is_left_to_healing(partition, message):
            async with partition.lock:
                if self._closed:
                    return False
                if number in self.owned and self._partitions.get(number) is partition:  # while it waited for its turn
                    await self._take_in_turn(partition, message)
        self._let_go(number)
        return partition.parked is None

    async def _take_in_turn(self, partition: _Partition, message: Incoming) -> None:
        """Messages of one partition come here one by one, in the order in which they were handed over."""
        judge = await self._judge(message.partition, partition)
        if partition.parked is not None or self._is_left_to_healing(partition, message):
            return
        if message.offset > judge.next:
            partition.wanted = message.offset + 1
            self._heal(message.partition, partition, "gap")
        elif message.offset < judge.next:
            telemetry.SKIPPED.labels(message.partition).inc()
        else:
            await self._step(partition, judge, message)

    def _is_left_to_healing(self, partition: _Partition, message: Incoming) -> bool:
        if partition.healing is None:
            return False
        partition.wanted = max(partition.wanted, message.offset + 1)
        return True

    async def _judge(self, number: int, partition: _Partition) -> PartitionJudge:
        """The judge of a partition; when it is opened it must fit to what the topic holds."""
        if partition.judge is None:
            judge = self._open_judge(number)
            partition.judge = judge
            end = (await self._log.ends([number]))[number]
            if judge.next > end:
                raise BeyondEnd(
                    f"the store of {judge.place} goes on at offset {judge.next}, and the partition ends at {end}: it "
                    "was cut or made anew; find out why, and move the store aside to judge what is there"
                )
            if judge.next > 0:
                async with aclosing(self._log.read(number, judge.next - 1)) as messages:
                    judge.recognise(await anext(messages))
            logger.info("partition opened", extra={"partition": number, "offset": judge.next, "log_end": end})
        return partition.judge

    async def _step(self, partition: _Partition, judge: PartitionJudge, message: Incoming) -> None:
        """One message: results first, then the position. If this is cut short, it is as if it had never begun."""
        began = perf_counter()
        changes = judge.asks_for_other_rules(message)
        if (changes or judge.stale) and not partition.ours_follow:
            partition.ours_follow = await self._comes_back(judge, message)
        published = await self._published(judge.place) if judge.must_settle(message) else None
        try:
            applied = judge.apply(message, rules_follow=partition.ours_follow, published=published)
        except OtherRules as error:
            if not changes:
                raise
            partition.parked = error
            logger.warning("%s", error, extra={"partition": message.partition, "offset": message.offset})
            return
        await self._outbox.send(applied)
        judge.commit()
        partition.ours_follow = partition.ours_follow and not judge.asks_for_these_rules(message)
        telemetry.JUDGE_SECONDS.observe(perf_counter() - began)
        _count(message.partition, applied)
        self.committed(message, applied)

    async def _comes_back(self, judge: PartitionJudge, message: Incoming) -> bool:
        """Whether the log changes to the rules of this program at a later message."""
        async with aclosing(self._log.read(message.partition, message.offset)) as messages:
            async for later in messages:
                if judge.asks_for_these_rules(later):
                    return True
        return False

    def _heal(self, number: int, partition: _Partition, seen_by: str) -> None:
        telemetry.HEALS.labels(number, seen_by).inc()
        partition.healing = asyncio.create_task(self._healed(number, partition))

    async def _healed(self, number: int, partition: _Partition) -> None:
        """Read and judge what is missing; messages that come meanwhile are left to this."""
        try:
            judge = await self._read_on(number, partition)
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            self._fail(error)
            return
        finally:
            partition.healing = None
        if number in self.owned:
            self._levelled(number, judge.next)
        self._let_go(number)

    async def _read_on(self, number: int, partition: _Partition) -> PartitionJudge:
        async with partition.lock:
            judge = await self._judge(number, partition)
        while number in self.owned:
            begun = judge.next
            async with aclosing(self._log.read(number, begun)) as messages:
                async for message in messages:
                    if number not in self.owned:
                        return judge
                    async with partition.lock:
                        await self._step(partition, judge, message)
                    if partition.parked is not None:
                        return judge
                    telemetry.HEALED.labels(number).inc()
            if judge.next >= partition.wanted:
                break
            if judge.next == begun:
                raise BeyondEnd(f"{judge.place}: offset {partition.wanted - 1} was handed over, but cannot be read")
        logger.warning("partition healed", extra={"partition": number, "offset": judge.next})
        return judge

    async def check(self) -> None:
        """See whether each partition has come to its end, or still moves; heal one that stands still before it.

        As long as Faust hands over messages of any partition, those that are missing may come yet: its queue is one
        for all, and is worked through in order.
        """
        busy, self._handed_over_before = self._handed_over != self._handed_over_before, self._handed_over
        before = {}
        for number in sorted(self.owned):
            partition = self._partitions.setdefault(number, _Partition())
            if partition.judge is None and not partition.lock.locked():
                async with partition.lock:
                    await self._judge(number, partition)
            if partition.judge is not None:
                before[number] = partition.judge.next
        ends = await self._log.ends(before) if before else {}
        for number, end in ends.items():
            found = self._partitions.get(number)
            if found is not None and found.judge is not None and number in self.owned:
                self._compare(number, found, before[number], end, busy)
        self._end_if_parked()
        if self.owned:
            self._vitals.withdraw(WHOLE)
        else:  # more workers than partitions: there is nothing to do, and that is said
            self._vitals.report(WHOLE, 0, 0)

    def _end_if_parked(self) -> None:
        """End when every partition has come to where the log asks for other rules: then nothing is left half way, and
        the version with those rules finds each store where it can go on.
        """
        parked = [self._partitions[number].parked for number in self.owned if number in self._partitions]
        if len(parked) == len(self.owned) and parked and all(parked) and parked[0] is not None:
            raise parked[0]

    def _compare(self, number: int, partition: _Partition, before: int, end: int, busy: bool) -> None:
        judge = partition.judge
        assert judge is not None
        if before > end:
            raise BeyondEnd(
                f"the store of {judge.place} goes on at offset {before}, and the partition ends at {end}: it was cut "
                "or made anew; find out why, and move the store aside to judge what is there"
            )
        self._vitals.report(_part(number), judge.next, end)
        telemetry.POSITION.labels(_part(number)).set(judge.next)
        telemetry.LAG.labels(_part(number)).set(max(0, end - judge.next))
        if judge.next != partition.seen or judge.next >= end:
            partition.seen, partition.still = judge.next, 0
            return
        if partition.parked is not None:
            return
        partition.still += 1
        missing = partition.still >= (BUSY_CHECKS if busy else 1)
        if missing and partition.healing is None and not partition.lock.locked():
            self._heal(number, partition, "check")

    async def close(self) -> None:
        """Let go of the stores: a message that is at work is done with first, as far as Kafka takes its results."""
        self._closed, self.owned = True, frozenset()
        healing = [partition.healing for partition in self._partitions.values() if partition.healing is not None]
        for task in healing:
            task.cancel()
        await asyncio.gather(*healing, return_exceptions=True)
        for partition in list(self._partitions.values()):
            async with partition.lock:
                if partition.judge is not None:
                    partition.judge.close()
                    partition.judge = None
        self._partitions.clear()


def _part(number: int) -> str:
    return f"judge partition {number}"


def _count(number: int, applied: Applied) -> None:
    telemetry.MESSAGES.labels(number).inc()
    telemetry.RECORDS.labels(number).inc(applied.records)
    telemetry.ALERTS.inc(len(applied.alerts))
    telemetry.TOLD.inc(sum(len(batch.entries) for _, batch in applied.told))
    for finding in applied.findings:
        telemetry.FINDINGS.labels(finding.rule, finding.status).inc()
    for record in applied.refused:
        telemetry.JUDGE_REFUSED.labels(record.reason).inc()
