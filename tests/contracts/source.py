"""What every ``Source`` does. A test class inherits this suite and brings a fixture ``log``: a ``LogUnderTest``."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol

from sinks.source import LogRecord, Partition, Polled, Source

WAIT = timedelta(milliseconds=500)
ROUNDS = 60


class LogUnderTest(Protocol):
    """A log whose topics nobody else uses, with at least two partitions of ``topic``."""

    topic: str

    def append(self, number: int, payloads: Collection[bytes]) -> None:
        """Put records at the end of a partition of ``topic``."""

    def reader(self) -> AbstractContextManager[Source]:
        """A new member of the group that reads the log."""


class Member:
    """A reader and what it has heard so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.share: set[Partition] = set()
        self.records: list[LogRecord] = []

    def hear(self, polled: Polled) -> None:
        """Keep what one look at the log brought."""
        self.share = (self.share - polled.revoked) | polled.assigned
        self.records += polled.records

    def look(self, until: Callable[[], bool], limit: int = 1000) -> None:
        """Look at the log until something is so."""
        for _ in range(ROUNDS):
            if until():
                return
            self.hear(self.source.poll(limit, WAIT))
        assert until(), f"not after {ROUNDS} looks; has {sorted(self.share)} and {len(self.records)} records"

    def of(self, number: int) -> list[bytes]:
        """The payloads of one partition, in the order in which they came."""
        return [record.payload for record in self.records if record.partition.number == number]


class SourceContract:
    """What every source does."""

    def test_nothing_is_read_before_it_is_said_from_where(self, log: LogUnderTest) -> None:
        log.append(0, [b"a", b"b"])
        with log.reader() as source:
            member = Member(source)
            member.look(lambda: bool(member.share))
            for _ in range(3):
                member.hear(source.poll(10, WAIT))

            assert member.records == []
            assert member.share == source.partitions()

    def test_records_come_in_order_from_the_place_that_was_said(self, log: LogUnderTest) -> None:
        payloads = [b"%d" % number for number in range(50)]
        log.append(0, payloads)
        log.append(1, payloads[:5])
        with log.reader() as source:
            member = Member(source)
            member.look(lambda: bool(member.share))
            source.start({Partition(log.topic, 0): 20, Partition(log.topic, 1): 0})
            member.look(lambda: len(member.records) >= 35)

            assert member.of(0) == payloads[20:]
            assert member.of(1) == payloads[:5]
            assert [r.offset for r in member.records if r.partition.number == 0] == list(range(20, 50))

    def test_no_more_comes_at_once_than_was_asked_for(self, log: LogUnderTest) -> None:
        log.append(0, [b"x"] * 20)
        with log.reader() as source:
            member = Member(source)
            member.look(lambda: bool(member.share))
            source.start({Partition(log.topic, 0): 0})
            sizes: list[int] = []
            while sum(sizes) < 20:
                polled = source.poll(7, WAIT)
                sizes.append(len(polled.records))

            assert max(sizes) == 7

    def test_nothing_is_lost_while_nothing_is_read(self, log: LogUnderTest) -> None:
        log.append(0, [b"a", b"b", b"c"])
        with log.reader() as source:
            member = Member(source)
            member.look(lambda: bool(member.share))
            source.start({Partition(log.topic, 0): 0})
            member.look(lambda: bool(member.records), limit=1)
            for _ in range(3):
                assert source.idle(WAIT) == Polled()
            log.append(0, [b"d"])
            member.look(lambda: len(member.records) >= 4)

            assert member.of(0) == [b"a", b"b", b"c", b"d"]

    def test_one_may_start_again_from_an_earlier_place(self, log: LogUnderTest) -> None:
        log.append(0, [b"a", b"b", b"c"])
        with log.reader() as source:
            member = Member(source)
            member.look(lambda: bool(member.share))
            source.start({Partition(log.topic, 0): 0})
            member.look(lambda: len(member.records) == 3)
            source.start({Partition(log.topic, 0): 1})
            member.look(lambda: len(member.records) == 5)

            assert member.of(0) == [b"a", b"b", b"c", b"b", b"c"]

    def test_beginning_and_end_are_told_of_every_partition_that_is_asked_for(self, log: LogUnderTest) -> None:
        log.append(1, [b"a", b"b"])
        with log.reader() as source:
            partitions = source.partitions()
            empty = Partition(log.topic, 0)

            assert {empty, Partition(log.topic, 1)} <= partitions
            assert set(source.beginnings(partitions).values()) == {0}
            assert source.ends([empty, Partition(log.topic, 1)]) == {empty: 0, Partition(log.topic, 1): 2}

    def test_what_was_committed_does_not_decide_where_the_next_one_starts(self, log: LogUnderTest) -> None:
        log.append(0, [b"a", b"b", b"c"])
        first = Partition(log.topic, 0)
        with log.reader() as source:
            member = Member(source)
            member.look(lambda: bool(member.share))
            source.commit({first: 2})
        with log.reader() as source:
            member = Member(source)
            member.look(lambda: bool(member.share))
            source.start({first: 0})
            member.look(lambda: len(member.records) == 3)

            assert member.of(0) == [b"a", b"b", b"c"]

    def test_partitions_are_divided_when_a_second_reader_comes(self, log: LogUnderTest) -> None:
        log.append(0, [b"a"])
        with log.reader() as source:
            one = Member(source)
            one.look(lambda: bool(one.share))
            everything = source.partitions()
            source.start(dict.fromkeys(everything, 0))
            one.look(lambda: len(one.records) == 1)
            with log.reader() as second:
                other = Member(second)
                for _ in range(ROUNDS):
                    other.hear(second.poll(10, WAIT))
                    one.hear(source.idle(WAIT))
                    if other.share and one.share | other.share == everything:
                        break

                assert one.share | other.share == everything
                assert one.share.isdisjoint(other.share)
                assert one.share
