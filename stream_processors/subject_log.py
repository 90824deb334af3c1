"""Topics read beside Faust, by offset and without a group: what is missing is fetched from here."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from schemas.connection import Connection
from schemas.errors import RetryError, StopError
from schemas.topics import LARGEST_RECORD
from stream_processors.incoming import Incoming

WAIT_MS = 1000


class OffsetGone(StopError):
    """What must be read is no longer in the topic, or not yet."""


def incoming(record: Any) -> Incoming:
    """A record as aiokafka gives it. A record without a value is one with no bytes."""
    return Incoming(record.topic, record.partition, record.offset, stamped(record.timestamp), record.value or b"")


def stamped(milliseconds: int) -> datetime:
    """The instant of a record, from milliseconds since 1970, as Kafka has it."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)


class SubjectLog:
    """Reads ranges of one topic. Failures that may pass are ``RetryError``."""

    def __init__(self, connection: Connection, topic: str) -> None:
        self.topic = topic
        self._options: dict[str, Any] = {
            **connection.asyncio_options(),
            "group_id": None,
            "enable_auto_commit": False,
            "auto_offset_reset": "none",
            "max_partition_fetch_bytes": 8 * LARGEST_RECORD,
            "request_timeout_ms": 25_000,
        }
        self._asking: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Connect; raises ``RetryError`` when the brokers are out of reach."""
        self._asking = await self._connected()

    async def stop(self) -> None:
        """Let go of the connection."""
        if self._asking is not None:
            await self._asking.stop()

    async def _connected(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(**self._options)
        try:
            await consumer.start()
        except KafkaError as error:
            await consumer.stop()
            raise RetryError(f"connecting to read {self.topic}: {error}; check that the brokers are up") from error
        return consumer

    async def ends(self, partitions: Iterable[int]) -> dict[int, int]:
        """The offset that the next message of each partition will get."""
        assert self._asking is not None, "not started"
        asked = [TopicPartition(self.topic, partition) for partition in partitions]
        try:
            found = await self._asking.end_offsets(asked)
        except KafkaError as error:
            raise RetryError(f"asking for the ends of {self.topic}: {error}") from error
        return {place.partition: offset for place, offset in found.items()}

    async def beginning(self, partition: int) -> int:
        """The lowest offset that is still there."""
        assert self._asking is not None, "not started"
        place = TopicPartition(self.topic, partition)
        try:
            found = await self._asking.beginning_offsets([place])
        except KafkaError as error:
            raise RetryError(f"asking for the beginning of {self.topic}: {error}") from error
        return int(found[place])

    async def read(self, partition: int, start: int) -> AsyncGenerator[Incoming, None]:
        """The messages from offset ``start`` up to where the partition ends when this is called, in order.

        Raises ``OffsetGone`` when ``start`` is no longer there.
        """
        end = (await self.ends([partition]))[partition]
        first = await self.beginning(partition)
        if start < first:
            raise OffsetGone(
                f"{self.topic}, partition {partition}: offset {start} is needed, and the first that is left is {first}"
            )
        if start >= end:
            return
        consumer = await self._connected()
        try:
            place = TopicPartition(self.topic, partition)
            consumer.assign([place])
            consumer.seek(place, start)
            while start < end:
                for record in (await consumer.getmany(place, timeout_ms=WAIT_MS)).get(place, ()):
                    if record.offset >= end:
                        return
                    start = record.offset + 1
                    yield incoming(record)
        finally:
            await consumer.stop()
