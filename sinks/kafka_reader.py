"""``Source`` on Kafka. Every option that decides about reading is written out: nothing hangs on a library's default."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.errors import KafkaError, LogTruncationError, NoOffsetForPartitionError, OffsetOutOfRangeError
from kafka.structs import OffsetAndMetadata

from schemas.connection import Connection, connecting, explained, translated
from schemas.errors import ConfigurationError, StopError
from schemas.topics import LARGEST_RECORD
from sinks.source import LogRecord, Partition, Polled, instant_of

GROUP = "caratrace-sink"

READING: dict[str, object] = {
    "enable_auto_commit": False,
    "auto_offset_reset": "none",  # a place that the log does not have is an error, and no reason to read elsewhere
    "isolation_level": "read_committed",
    "check_crcs": True,
    "allow_auto_create_topics": False,
    "partition_assignment_strategy": (RangePartitionAssignor,),
    "max_poll_interval_ms": 600_000,  # more than one insert may take: a server may be silent for 300 seconds
    "fetch_min_bytes": 1,
    "fetch_max_wait_ms": 500,
    "fetch_max_bytes": 16 * 1024 * 1024,
    "max_partition_fetch_bytes": LARGEST_RECORD,
    "request_timeout_ms": 20_000,
    "retry_backoff_ms": 100,
    "reconnect_backoff_ms": 50,
    "reconnect_backoff_max_ms": 2000,  # after an outage reading goes on within seconds
    "metadata_max_age_ms": 60_000,
    "metrics_enabled": False,
}

ANSWER_MS = 5000
"""How long a question about offsets, or a commit, may take."""

CLOSE_MS = 5000


class KafkaReader:
    """Reads topics as a member of a group.

    The library calls the listener from a thread of its own, at any time. So the listener only stops reading from the
    partitions that were given and notes what happened; ``poll`` and ``idle`` hand that on in the caller's thread.
    """

    def __init__(self, consumer: KafkaConsumer, connection: Connection, topics: Iterable[str]) -> None:
        self._consumer = consumer
        self._connection = connection
        self._topics = tuple(topics)
        self._lock = threading.Lock()
        self._revoked: set[Partition] = set()
        self._assigned: set[Partition] = set()
        self._started: set[Partition] = set()
        consumer.subscribe(topics=list(self._topics), listener=_Listener(self))

    def poll(self, limit: int, wait: timedelta) -> Polled:
        """See ``Source.poll``."""
        return self._polled(self._poll(limit, wait))

    def idle(self, wait: timedelta) -> Polled:
        """See ``Source.idle``."""
        with self._lock:
            held = [_as_kafka(partition) for partition in self._started]
            self._consumer.pause(*held)
        try:
            self._poll(1, wait)
        finally:
            with self._lock:
                self._consumer.resume(*[_as_kafka(partition) for partition in self._started])
        return self._polled({})

    def _poll(self, limit: int, wait: timedelta) -> Mapping[TopicPartition, list[Any]]:
        milliseconds = max(0, wait // timedelta(milliseconds=1))
        try:
            found: Mapping[TopicPartition, list[Any]] = self._consumer.poll(milliseconds, max_records=limit)
        except NoOffsetForPartitionError:
            return {}  # given this very moment, and not started yet
        except (OffsetOutOfRangeError, LogTruncationError) as error:
            raise StopError(
                f"the log at {self._connection.bootstrap} no longer has what comes next ({error}): records were cut "
                "off or a topic was made anew; start the sink again, and it says how its places and the log differ"
            ) from error
        except KafkaError as error:
            said = translated(error, self._connection, "reading the log")
            if isinstance(said, StopError):
                raise said from error
            return {}  # the library goes on trying
        return found

    def _polled(self, found: Mapping[TopicPartition, list[Any]]) -> Polled:
        with self._lock:
            revoked, self._revoked = frozenset(self._revoked), set()
            assigned, self._assigned = frozenset(self._assigned), set()
            started = frozenset(self._started)
        records = []
        for place, ones in found.items():
            partition = Partition(place.topic, place.partition)
            if partition in started:
                records += [LogRecord(partition, r.offset, instant_of(r.timestamp), r.value or b"") for r in ones]
        return Polled(revoked, assigned, tuple(records))

    def start(self, places: Mapping[Partition, int]) -> None:
        """See ``Source.start``. A partition that was taken away again meanwhile is left alone: ``poll`` will say so."""
        with self._lock:
            for partition, offset in places.items():
                if partition in self._revoked or partition in self._assigned:
                    continue
                self._consumer.seek(_as_kafka(partition), offset)
                self._consumer.resume(_as_kafka(partition))
                self._started.add(partition)

    def commit(self, places: Mapping[Partition, int]) -> None:
        """See ``Source.commit``."""
        offsets = {_as_kafka(partition): OffsetAndMetadata(offset, "", -1) for partition, offset in places.items()}
        with explained(self._connection, f"committing offsets of {GROUP}"):
            self._consumer.commit(offsets, timeout_ms=ANSWER_MS)

    def partitions(self) -> frozenset[Partition]:
        """See ``Source.partitions``. Raises ``ConfigurationError`` when a topic is missing."""
        found = set()
        with explained(self._connection, "reading the topics"):
            there = self._consumer.topics()
            missing = [topic for topic in self._topics if topic not in there]
            if missing:
                raise ConfigurationError(
                    f"expected the topics {', '.join(self._topics)} at {self._connection.bootstrap}, found no "
                    f"{' and no '.join(missing)}; run `caratrace topics apply`"
                )
            for topic in self._topics:
                found |= {Partition(topic, number) for number in self._consumer.partitions_for_topic(topic) or ()}
        return frozenset(found)

    def beginnings(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        """See ``Source.beginnings``."""
        with explained(self._connection, "reading where the topics begin"):
            return _as_ours(self._consumer.beginning_offsets(list(map(_as_kafka, partitions)), ANSWER_MS))

    def ends(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        """See ``Source.ends``."""
        with explained(self._connection, "reading where the topics end"):
            return _as_ours(self._consumer.end_offsets(list(map(_as_kafka, partitions)), ANSWER_MS))

    def was_revoked(self, partitions: Iterable[Partition]) -> None:
        """Note that partitions were taken away; called by the library's thread."""
        with self._lock:
            for partition in partitions:
                self._started.discard(partition)
                if partition in self._assigned:
                    self._assigned.discard(partition)  # the caller has not heard of it yet
                else:
                    self._revoked.add(partition)

    def was_assigned(self, partitions: Iterable[Partition]) -> None:
        """Note that partitions were given, and read nothing from them before they are started."""
        with self._lock:
            for partition in partitions:
                self._consumer.pause(_as_kafka(partition))
                self._consumer.seek(_as_kafka(partition), 0)  # any: else the library would look for the committed one
                self._started.discard(partition)
                self._assigned.add(partition)


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    """What the library calls when the group divides the partitions."""

    def __init__(self, reader: KafkaReader) -> None:
        self._reader = reader

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Taken away in order."""
        self._reader.was_revoked(Partition(place.topic, place.partition) for place in revoked)

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        """Taken away some time ago."""
        self.on_partitions_revoked(lost)

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Given."""
        self._reader.was_assigned(Partition(place.topic, place.partition) for place in assigned)


def _as_kafka(partition: Partition) -> TopicPartition:
    return TopicPartition(partition.topic, partition.number)


def _as_ours(offsets: Mapping[TopicPartition, int]) -> dict[Partition, int]:
    return {Partition(place.topic, place.partition): offset for place, offset in offsets.items()}


@contextmanager
def open_reader(
    connection: Connection, topics: Iterable[str], group: str = GROUP, session_seconds: int = 30
) -> Iterator[KafkaReader]:
    """A reader of ``topics`` at ``connection``; it leaves the group when it is left.

    One that was killed, and is not heard of for ``session_seconds``, has lost its partitions to others.
    """
    session = session_seconds * 1000
    membership = {"group_id": group, "session_timeout_ms": session, "heartbeat_interval_ms": session // 10}
    with connecting(connection):
        consumer = KafkaConsumer(**membership, **READING, **connection.options())
    try:
        yield KafkaReader(consumer, connection, topics)
    finally:
        consumer.close(autocommit=False, timeout_ms=CLOSE_MS)
