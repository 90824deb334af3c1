"""Partition judges for tests: the messages they read, and workers that die and come back over the same file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from schemas import codec
from schemas.events import CustodyEvent
from schemas.findings import Finding, FindingStatus
from schemas.records import Entry, ReferenceChanged, SubjectBatch, Tick
from schemas.topics import REFERENCE
from stream_processors.incoming import Incoming
from stream_processors.partition_judge import Applied, PartitionJudge, Place
from stream_processors.router import route
from stream_processors.rulebook import RuleBook
from tests.changes import some_changes
from tests.disturbances import disturb
from tests.histories import after, walk
from tests.judging import KNOWN_AT, Input, register, whole_book

EVENTS, SUBJECTS = "events", "subjects"
ALONE = Place(SUBJECTS, 0, 1)
"""The only partition there is: every subject lives in it."""


def entry(content: codec.Message | bytes, known_at: datetime = KNOWN_AT) -> Entry:
    """A record for histories; bytes stand for themselves."""
    return Entry(known_at, content if isinstance(content, bytes) else codec.encode(content))


def message(offset: int, *contents: codec.Message | bytes, place: Place = ALONE) -> Incoming:
    """The message at ``offset`` of a partition, with these records in it, a second apart."""
    known = KNOWN_AT + timedelta(hours=offset)
    entries = tuple(entry(content, known + timedelta(seconds=n)) for n, content in enumerate(contents))
    return Incoming(place.topic, place.partition, offset, known, codec.encode(SubjectBatch(entries)))


def a_world(seed: int, place: Place = ALONE) -> list[Incoming]:
    """The messages of a disturbed world, in batches of any length, with instants and repeats among them."""
    rng = Random(seed)
    events = disturb(rng, walk(rng, 8).events, 5)
    records: list[codec.Message] = [*events, *rng.sample(events, len(events) // 3)]
    rng.shuffle(records)
    for change in some_changes(rng, register(), seed % 5):
        records.insert(rng.randint(0, len(records)), change)
    for days in (0, 10, 20):
        records.insert(rng.randint(0, len(records)), Tick(after(events, days=days)))
    records.append(Tick(after(events, days=35)))
    messages: list[Incoming] = []
    while records:
        length = rng.randint(1, 6)
        messages.append(message(len(messages), *records[:length], place=place))
        del records[:length]
    return messages


def judged(path: Path, *messages: Incoming, book: RuleBook | None = None, place: Place = ALONE) -> list[Finding]:
    """What the judge of the store at ``path`` says of ``messages``, which it takes in for good."""
    judge = PartitionJudge(path, book or whole_book(), place, cached=3)
    try:
        said = [finding for one in messages for finding in judge.apply(one).findings]
        judge.commit()
    finally:
        judge.close()
    return said


def without_place(findings: Iterable[Finding]) -> list[Finding]:
    """Findings as they are the same for any number of partitions: without the place of the record that caused them."""
    return sorted((replace(one, revision=0, known_at=KNOWN_AT) for one in findings), key=lambda one: one.finding_id)


def open_at_the_end(findings: Iterable[Finding]) -> list[Finding]:
    """What someone who reads these findings in order believes to be open."""
    believed: dict[str, Finding] = {}
    for finding in findings:
        if finding.status is FindingStatus.RAISED:
            believed[finding.finding_id] = finding
        else:
            believed.pop(finding.finding_id, None)
    return list(believed.values())


class Worker:
    """The judge of one partition in a process that may die at any time, and everything that it sent."""

    def __init__(self, folder: Path, place: Place, book: RuleBook | None = None) -> None:
        """A judge with a new file in ``folder``, under all rules where none are named."""
        self.place, self._book = place, book or whole_book()
        self.log: list[Incoming] = []
        self.sent: list[Finding] = []
        self.others: list[Worker] = [self]
        """The workers of all partitions, this one among them."""

        self._path = folder / f"{place.partition}.sqlite"
        self._judge = self._open()

    def _open(self) -> PartitionJudge:
        return PartitionJudge(self._path, self._book, self.place, cached=3)

    @property
    def is_level(self) -> bool:
        """Whether all that is there was taken in."""
        return self._judge.next == len(self.log)

    def append(self, batch: SubjectBatch) -> None:
        """Put a message at the end of the partition."""
        offset = len(self.log)
        known_at = batch.entries[-1].known_at
        self.log.append(Incoming(self.place.topic, self.place.partition, offset, known_at, codec.encode(batch)))

    def read_on(self, rng: Random) -> None:
        """Take in what is there, sending before committing; now and then die, and come back from what is durable."""
        while self._judge.next < len(self.log):
            if rng.random() < 0.08:
                self.die()
            self._apply()
            if rng.random() < 0.3:
                self._judge.commit()
        self._judge.commit()

    def _apply(self) -> Applied:
        applied = self._judge.apply(self.log[self._judge.next])
        self.sent += applied.findings
        for partition, batch in applied.told:
            self.others[partition].append(batch)
        return applied

    def die(self) -> None:
        """End without committing, and start again."""
        self._judge.close()
        self._judge = self._open()

    def close(self) -> None:
        """Let go of the file."""
        self._judge.close()


class Cluster:
    """A router and a worker for each partition."""

    def __init__(self, folder: Path, partitions: int, rng: Random, book: RuleBook | None = None) -> None:
        """So many workers, with their files in ``folder``; ``rng`` says where batches are cut and when workers die."""
        self.workers = [Worker(folder, Place(SUBJECTS, number, partitions), book) for number in range(partitions)]
        for worker in self.workers:
            worker.others = self.workers
        self._rng = rng
        self._offset = 0

    def feed(self, inputs: Iterable[Input]) -> None:
        """Route events in runs of any length, some runs twice, and tell every partition the time where it stands."""
        run: list[Incoming] = []
        for given in inputs:
            if isinstance(given, datetime):
                self._route(run)
                for worker in self.workers:
                    worker.append(SubjectBatch((entry(Tick(given)),)))
            elif isinstance(given, ReferenceChanged):
                run.append(self._arrived(given, REFERENCE.name))
            else:
                run.append(self._arrived(given, EVENTS))
            if self._rng.random() < 0.3:
                self._route(run)
        self._route(run)
        while waiting := [worker for worker in self.workers if not worker.is_level]:
            self._rng.choice(waiting).read_on(self._rng)

    def route(self, events: Iterable[CustodyEvent]) -> None:
        """Put events into the logs of the partitions, for whoever reads them."""
        self._route([self._arrived(event, EVENTS) for event in events])

    def _arrived(self, content: CustodyEvent | ReferenceChanged, topic: str) -> Incoming:
        self._offset += 1
        known_at = KNOWN_AT + timedelta(seconds=self._offset)
        return Incoming(topic, 0, self._offset, known_at, codec.encode(content))

    def _route(self, run: list[Incoming]) -> None:
        """A router that dies before it commits routes the same run again."""
        for _ in range(1 + (self._rng.random() < 0.2)):
            routed = route(run, len(self.workers))
            assert routed.refused == []
            for partition, batch in routed.batches:
                self.workers[partition].append(batch)
        run.clear()

    def close(self) -> None:
        """Let go of all files."""
        for worker in self.workers:
            worker.close()
