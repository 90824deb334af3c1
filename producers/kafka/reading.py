"""Topics read back by who writes to them: from a place to the end as it is now, without a group."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kafka import KafkaConsumer, TopicPartition

from schemas.connection import Connection, connecting, explained
from schemas.errors import ConfigurationError, RetryError
from schemas.topics import LARGEST_RECORD, Topic

READING: dict[str, object] = {
    "group_id": None,
    "enable_auto_commit": False,
    "auto_offset_reset": "none",
    "isolation_level": "read_committed",
    "check_crcs": True,
    "allow_auto_create_topics": False,
    "fetch_max_wait_ms": 100,
    "max_partition_fetch_bytes": LARGEST_RECORD,
    "request_timeout_ms": 20_000,
    "metrics_enabled": False,
}

SILENCE_SECONDS = 30
"""How long a partition that has records may give none."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAMPED_BY_LOG = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A record as the log has it; ``at`` is the time that the log or, by its settings, the producer gave it."""

    offset: int
    at: datetime
    stamped_by_log: bool
    payload: bytes


class Reader:
    """Reads single partitions of one cluster."""

    def __init__(self, consumer: KafkaConsumer, connection: Connection) -> None:
        self._consumer = consumer
        self._connection = connection

    def ends(self, topic: Topic) -> dict[int, int]:
        """The offset that the next record will get, by partition. Raises ``ConfigurationError`` for no such topic."""
        with explained(self._connection, f"reading where {topic.name} ends"):
            partitions = self._consumer.partitions_for_topic(topic.name)
            if not partitions:
                raise ConfigurationError(
                    f"expected the topic {topic.name} at {self._connection.bootstrap}, found none; "
                    "run `caratrace topics apply`"
                )
            ends = self._consumer.end_offsets([TopicPartition(topic.name, number) for number in sorted(partitions)])
        return {place.partition: offset for place, offset in ends.items()}

    def read(self, topic: Topic, partition: int, start: int, at_least: int = 0) -> list[Found]:
        """Records of a partition from ``start``, or the oldest it has, to its end, which is at least ``at_least``."""
        return list(self.each(topic, partition, start, max(self.ends(topic)[partition], at_least)))

    def each(self, topic: Topic, partition: int, start: int, end: int) -> Iterator[Found]:
        """Records of a partition from ``start``, or the oldest it has, up to before ``end``, as they come.

        One partition is read at a time: finish this one before the next.
        """
        place = TopicPartition(topic.name, partition)
        with explained(self._connection, f"reading {topic.name}"):
            self._consumer.assign([place])
            self._consumer.seek(place, max(start, self._consumer.beginning_offsets([place])[place]))
            heard = time.monotonic()
            while self._consumer.position(place) < end:
                records = self._consumer.poll(timeout_ms=500).get(place, [])
                if not records and time.monotonic() - heard > SILENCE_SECONDS:
                    raise RetryError(
                        f"{topic.name}/{partition} at {self._connection.bootstrap} ends at offset {end}, but gave "
                        f"nothing from offset {self._consumer.position(place)} for {SILENCE_SECONDS} s; try again"
                    )
                for r in records:
                    yield Found(r.offset, _instant(r.timestamp), r.timestamp_type == _STAMPED_BY_LOG, r.value or b"")
                heard = time.monotonic() if records else heard


def _instant(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


@contextmanager
def open_reader(connection: Connection) -> Iterator[Reader]:
    """A reader at ``connection``, closed afterwards."""
    with connecting(connection):
        consumer = KafkaConsumer(**READING, **connection.options())
    try:
        yield Reader(consumer, connection)
    finally:
        consumer.close()
