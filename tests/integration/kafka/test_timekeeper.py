"""Time is told when everything before it has been routed, seen on a real broker; a router is played by its commits."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from producers.kafka.log import Outgoing, open_log
from schemas import codec
from schemas.connection import Connection
from schemas.framing import SingleObject
from schemas.records import SubjectBatch, Tick
from schemas.topics import EVENTS, SUBJECTS
from stream_processors.outbox import KafkaOutbox
from stream_processors.timekeeper import CLOCKS_DIFFER, Timekeeper
from tests.integration.kafka.broker import running
from tests.integration.kafka.fixture import make_topics
from tests.integration.reading import ends_of, read_topic

pytestmark = pytest.mark.integration

PARTITIONS = range(EVENTS.partitions)


class Scene:
    """A member of a new group of routers, a clock, and everything that the judges are told."""

    def __init__(self, address: str, consumer: AIOKafkaConsumer, outbox: KafkaOutbox, at: datetime) -> None:
        self.now = at
        self._address, self._consumer = address, consumer
        self._timekeeper = Timekeeper(lambda: self.now, outbox)
        self._before = ends_of(address, SUBJECTS)[SUBJECTS.name]

    async def look(self) -> datetime | None:
        """What the timekeeper tells now."""
        return await self._timekeeper.look(self._consumer, SUBJECTS.partitions)

    async def route(self, *partitions: int) -> None:
        """Everything there is in these partitions counts as routed."""
        ends = ends_of(self._address, EVENTS)[EVENTS.name]
        await self._consumer.commit({TopicPartition(EVENTS.name, number): ends[number] for number in partitions})

    def assign(self, *partitions: int) -> None:
        """The partitions of events that are ours."""
        self._consumer.assign([TopicPartition(EVENTS.name, number) for number in partitions])

    def told(self) -> dict[int, list[datetime]]:
        """The instants that reached each partition of subjects."""
        found: dict[int, list[datetime]] = {}
        for kept in read_topic(self._address, SUBJECTS):
            if kept.offset < self._before[kept.partition]:
                continue
            batch = codec.decode(kept.payload)
            assert isinstance(batch, SubjectBatch)
            for entry in batch.entries:
                tick = codec.decode(entry.payload)
                assert isinstance(tick, Tick)
                found.setdefault(kept.partition, []).append(tick.at)
        return found


@pytest.fixture(scope="module")
def own_broker(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[str]:
    """A broker with some events in every partition."""
    with running(tmp_path_factory.mktemp("timekeeper") / "kafka") as cluster:
        make_topics(cluster.address())
        send(cluster.address(), *PARTITIONS)
        yield cluster.address()


def send(address: str, *partitions: int) -> None:
    """One more record in each of these partitions of events."""
    with open_log(Connection(address)) as log:
        for number in partitions:
            log.send(Outgoing(EVENTS.name, None, b"whatever", number))


def last_stamp(address: str) -> datetime:
    """The time of the newest event."""
    return max(kept.known_at for kept in read_topic(address, EVENTS))


@asynccontextmanager
async def scene(address: str) -> AsyncIterator[Scene]:
    group = f"timekeeper-{secrets.token_hex(4)}"
    consumer = AIOKafkaConsumer(bootstrap_servers=address, group_id=group, enable_auto_commit=False)
    outbox = KafkaOutbox(Connection(address), SingleObject())
    await consumer.start()
    await outbox.start()
    try:
        made = Scene(address, consumer, outbox, last_stamp(address) + CLOCKS_DIFFER + timedelta(seconds=1))
        made.assign(*PARTITIONS)
        yield made
    finally:
        await outbox.stop()
        await consumer.stop()


def play(address: str, act: Callable[[Scene], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with scene(address) as made:
            await act(made)

    asyncio.run(whole())


def test_time_is_told_to_every_partition_when_all_before_it_is_routed_and_not_earlier(own_broker: str) -> None:
    async def act(at: Scene) -> None:
        instant = at.now - CLOCKS_DIFFER
        assert await at.look() is None
        await at.route(*PARTITIONS[1:])
        assert await at.look() is None
        assert at.told() == {}
        at.now += timedelta(hours=1)
        await at.route(0)
        assert await at.look() == instant, "the instant that was watched, and not a later one"
        assert at.told() == {number: [instant] for number in range(SUBJECTS.partitions)}

    play(own_broker, act)


def test_what_is_stamped_after_the_instant_does_not_hold_it_up(own_broker: str) -> None:
    async def act(at: Scene) -> None:
        await at.route(*PARTITIONS)
        at.now = last_stamp(own_broker) + CLOCKS_DIFFER + timedelta(milliseconds=1)
        await asyncio.sleep(0.01)
        send(own_broker, 5)
        assert await at.look() == at.now - CLOCKS_DIFFER

    play(own_broker, act)


def test_an_event_that_lies_in_the_log_before_the_instant_holds_it_up(own_broker: str) -> None:
    async def act(at: Scene) -> None:
        await at.route(*PARTITIONS)
        send(own_broker, 5)
        at.now = last_stamp(own_broker) + CLOCKS_DIFFER + timedelta(milliseconds=1)
        assert await at.look() is None
        await at.route(5)
        assert await at.look() == at.now - CLOCKS_DIFFER

    play(own_broker, act)


def test_only_the_router_of_the_first_partition_tells_the_time_and_one_that_comes_to_it_begins_anew(
    own_broker: str, tmp_path: Path
) -> None:
    async def act(at: Scene) -> None:
        await at.route(*PARTITIONS)
        at.assign(*PARTITIONS[1:])
        assert await at.look() is None
        assert at.told() == {}
        at.now += timedelta(hours=1)
        at.assign(0)
        assert await at.look() == at.now - CLOCKS_DIFFER

    play(own_broker, act)
