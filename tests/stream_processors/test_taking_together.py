"""Messages that are in hand at the same time: partitions beside each other, those of one partition in their order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from stream_processors.partition_judge import Applied, PartitionJudge
from tests import build
from tests.judges import ALONE, message
from tests.judging import KNOWN_AT, whole_book
from tests.judging_bench import Bench, Results, run


class SlowResults(Results):
    """Acknowledges what it was given when ``enough`` says so of how many wait."""

    def __init__(self, enough: Callable[[int], bool]) -> None:
        super().__init__()
        self.waiting = 0
        self._enough = enough
        self._acknowledged = asyncio.Event()

    async def send(self, applied: Applied) -> None:
        self.waiting += 1
        if self._enough(self.waiting):
            self._acknowledged.set()
        await self._acknowledged.wait()
        self.sent.append(applied)

    def acknowledge(self) -> None:
        self._acknowledged.set()


def with_results(bench: Bench, enough: Callable[[int], bool]) -> SlowResults:
    """Make the results of a bench slow."""
    bench.results = bench.judging._outbox = SlowResults(enough)
    return bench.results


def test_partitions_wait_for_the_word_of_kafka_together(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1, 1)
    with_results(bench, lambda waiting: waiting == 2)  # one after the other would never get there

    async def work() -> None:
        await asyncio.wait_for(asyncio.gather(bench.take(0, 0), bench.take(1, 0)), 10)

    run(bench, work())
    assert (bench.position(0), bench.position(1)) == (1, 1)


def test_messages_of_one_partition_that_are_handed_over_at_once_keep_their_order(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 6)

    async def work() -> None:
        await asyncio.gather(*(bench.take(0, offset) for offset in range(6)))

    run(bench, work())
    assert (bench.results.records, bench.position(0), bench.topic.reads) == (6, 6, [])


def test_what_waits_for_its_turn_while_the_partition_goes_away_is_not_judged(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 3, 1)
    results = with_results(bench, lambda waiting: False)

    async def work() -> None:
        taking = [asyncio.create_task(bench.take(0, offset)) for offset in range(3)]
        while results.waiting == 0:
            await asyncio.sleep(0)
        bench.judging.own([1])
        results.acknowledge()
        await asyncio.gather(*taking)
        await bench.take(1, 0)

    run(bench, work())
    assert (bench.position(0), bench.position(1), bench.failed) == (1, 1, [])


def test_what_waits_for_its_turn_while_the_worker_ends_is_not_said_to_be_done_with(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 2)
    results = with_results(bench, lambda waiting: False)
    done: list[bool] = []

    async def work() -> None:
        taking = [asyncio.create_task(bench.judging.take(found)) for found in bench.topic.partitions[0]]
        while results.waiting == 0:
            await asyncio.sleep(0)
        closing = asyncio.create_task(bench.judging.close())
        await asyncio.sleep(0)
        results.acknowledge()
        done.extend(await asyncio.gather(*taking))
        await closing

    run(bench, work())
    assert (done, bench.position(0)) == ([True, False], 1)


def test_who_asks_is_told_of_every_message_that_was_taken_in(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 2)
    told: list[tuple[int, int]] = []
    bench.judging.committed = lambda found, applied: told.append((found.offset, applied.records))
    run(bench, bench.take(0, 0, 0, 1))
    assert told == [(0, 1), (1, 1)]


def test_the_age_of_a_message_is_that_of_the_first_event_in_it_that_counts(tmp_path: Path) -> None:
    judge = PartitionJudge(tmp_path / "store.sqlite", whole_book(), ALONE, cached=10)
    known, new = build.registered("L1", id="a"), build.registered("L2", id="b")

    ages = [judge.apply(message(0, known)).oldest, judge.apply(message(1, known, new)).oldest]
    ages.append(judge.apply(message(2, known, new)).oldest)
    judge.close()

    assert ages == [KNOWN_AT, KNOWN_AT + timedelta(hours=1, seconds=1), None]
