"""The judges of a worker over a topic that is a list, with stores in a folder; whatever they say is kept to look at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from pathlib import Path

from schemas.errors import RetryError
from schemas.findings import Finding
from stream_processors.incoming import Incoming
from stream_processors.judging import Judging
from stream_processors.partition_judge import Applied, PartitionJudge, Place
from stream_processors.rulebook import RuleBook
from tests import build
from tests.judges import SUBJECTS, message
from tests.judging import whole_book


def of_partition(number: int, offset: int) -> Incoming:
    """A message of one of two partitions, with an event for each offset."""
    place = Place(SUBJECTS, number, 1)
    return message(offset, build.registered(f"L-{number}-{offset}", id=f"{number} {offset}"), place=place)


class Topic:
    """The topic, as it can be read by offset."""

    def __init__(self, *lengths: int) -> None:
        self.partitions = [[of_partition(number, offset) for offset in range(n)] for number, n in enumerate(lengths)]
        self.reads: list[tuple[int, int]] = []
        self.before_each: Callable[[], Awaitable[None]] = _nothing

    async def ends(self, partitions: Iterable[int]) -> dict[int, int]:
        await asyncio.sleep(0)
        return {number: len(self.partitions[number]) for number in partitions}

    async def read(self, partition: int, start: int) -> AsyncGenerator[Incoming, None]:
        self.reads.append((partition, start))
        for found in list(self.partitions[partition])[start:]:
            await self.before_each()
            yield found


async def _nothing() -> None:
    await asyncio.sleep(0)


class Results:
    """Where results go; fails when told to."""

    def __init__(self) -> None:
        self.sent: list[Applied] = []
        self.asked = 0
        self.broken = False

    async def send(self, applied: Applied) -> None:
        self.asked += 1
        for _ in range(3):
            await asyncio.sleep(0)
        if self.broken:
            raise RetryError("the brokers are away")
        self.sent.append(applied)

    @property
    def records(self) -> int:
        return sum(applied.records for applied in self.sent)


class Board:
    """Where the parts say where they stand."""

    def __init__(self) -> None:
        self.standing: dict[str, tuple[int, int]] = {}

    def beat(self) -> None:
        """Nobody asks."""

    def report(self, part: str, position: int, log_end: int) -> None:
        self.standing[part] = position, log_end

    def withdraw(self, part: str) -> None:
        self.standing.pop(part, None)


class Bench:
    """A worker's judging over a topic of given lengths, with stores in a folder that outlives it."""

    def __init__(self, folder: Path, *lengths: int, book: RuleBook | None = None) -> None:
        self.topic, self.results, self.board = Topic(*lengths), Results(), Board()
        self.failed: list[BaseException] = []
        self.levelled: list[tuple[int, int]] = []
        self.published: dict[str, Finding] = {}
        self.asked_for: list[int] = []
        self._folder, self._book = folder, book or whole_book()
        self.judging = Judging(
            self._open, self.topic, self.results, self._read_published, self.board, self.failed.append,
            lambda number, offset: self.levelled.append((number, offset)),
        )  # fmt: skip
        self.judging.own(range(len(lengths)))

    async def _read_published(self, place: Place) -> dict[str, Finding]:
        self.asked_for.append(place.partition)
        return self.published

    def _open(self, number: int) -> PartitionJudge:
        place = Place(SUBJECTS, number, 1)
        return PartitionJudge(self._folder / f"{number}.sqlite", self._book, place, cached=10)

    async def take(self, number: int, *offsets: int) -> None:
        for offset in offsets:
            await self.judging.take(self.topic.partitions[number][offset])

    async def settle(self) -> None:
        """Let everything that is under way come to its end."""
        for _ in range(400):
            await asyncio.sleep(0)

    def position(self, number: int) -> int:
        """Where the store on disk says it is."""
        judge = self._open(number)
        try:
            return judge.next
        finally:
            judge.close()


async def closed(bench: Bench, work: Awaitable[object]) -> None:
    """Do the work, and let go of the stores whatever becomes of it."""
    try:
        await work
        await bench.settle()
    finally:
        await bench.judging.close()


def run(bench: Bench, work: Awaitable[object]) -> None:
    asyncio.run(closed(bench, work))
