"""Records written to Kafka: sent without waiting for each, awaited in order, never more than a bounded part in flight.

Every option that decides about delivery is written out in ``DELIVERY``: nothing hangs on the default of a library.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from kafka import KafkaProducer
from kafka.errors import KafkaError

from schemas.connection import Connection, connecting, explained, translated
from schemas.topics import LARGEST_RECORD

DELIVERY_SECONDS = 120
"""How long a record is tried before it counts as not delivered; an outage of the brokers may last this long."""

DELIVERY: dict[str, object] = {
    "acks": "all",  # a record is acknowledged when min.insync.replicas brokers hold it
    "enable_idempotence": True,  # a batch that is sent again after a lost answer is stored once
    "retries": float("inf"),  # the time below ends it, not a count
    "delivery_timeout_ms": DELIVERY_SECONDS * 1000,
    "request_timeout_ms": 20_000,
    "retry_backoff_ms": 100,
    "reconnect_backoff_ms": 50,
    "reconnect_backoff_max_ms": 2000,  # after an outage the log goes on within seconds
    "max_in_flight_requests_per_connection": 5,  # with idempotence the order within a partition stays
    "max_block_ms": 20_000,
    "max_request_size": LARGEST_RECORD,
    "batch_size": 256 * 1024,
    "linger_ms": 20,
    "compression_type": "gzip",  # the lines of the field are slow; needs no other library on either side
    "allow_auto_create_topics": False,  # a topic made in passing has neither the copies nor the retention of the table
}

CLOSE_SECONDS = 20

IN_FLIGHT_RECORDS = 10_000
IN_FLIGHT_BYTES = 32 * 1024 * 1024
"""The library keeps what is not acknowledged in memory without a bound of its own; this is the bound."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record on its way to a topic; records with one key stay in order."""

    topic: str
    key: bytes | None
    payload: bytes
    partition: int | None = None
    """Where the record must go; without it, where its key says."""

    @property
    def size(self) -> int:
        """Bytes of key and payload."""
        return len(self.key or b"") + len(self.payload)


class _Place(Protocol):
    """Where the library says that a record has come to stand."""

    offset: int


class _Report(Protocol):
    """What the library gives for a record that was sent."""

    is_done: bool

    def get(self, timeout: float | None = None) -> _Place:
        """Wait for the acknowledgement."""


class KafkaLog:
    """A producer that knows up to which record everything was acknowledged.

    A failure is a ``RetryError`` or a ``StopError``, and final for this object: what was not acknowledged by then is
    to be sent again by a new one. Some of it may be in the log already; that is what event ids are for.
    """

    def __init__(self, producer: KafkaProducer, connection: Connection) -> None:
        self._producer = producer
        self._connection = connection
        self._waiting: deque[tuple[_Report, Outgoing]] = deque()
        self._bytes = 0
        self.acknowledged = 0
        """Records acknowledged, counted from the first without a gap."""

    @property
    def in_flight(self) -> int:
        """Records that were sent and are not known to be acknowledged."""
        return len(self._waiting)

    def send(self, record: Outgoing) -> None:
        """Send a record; waits while too much is in flight."""
        while self._waiting and (
            len(self._waiting) >= IN_FLIGHT_RECORDS or self._bytes + record.size > IN_FLIGHT_BYTES
        ):
            self._await_oldest()
        self._start(record)
        while self._waiting and self._waiting[0][0].is_done:
            self._await_oldest()

    def append(self, record: Outgoing) -> int:
        """Send a record alone, and wait: its offset."""
        self.flush()
        self._start(record)
        return self._await_oldest()

    def _start(self, record: Outgoing) -> None:
        with explained(self._connection, f"sending to {record.topic}"):
            report = self._producer.send(
                record.topic, value=record.payload, key=record.key, partition=record.partition
            )  # fmt: skip
        self._waiting.append((report, record))
        self._bytes += record.size

    def flush(self) -> None:
        """Wait until everything that was sent is acknowledged."""
        while self._waiting:
            self._await_oldest()

    def _await_oldest(self) -> int:
        report, record = self._waiting[0]
        try:
            place = report.get(DELIVERY_SECONDS + 30)
        except KafkaError as error:
            doing = f"a record of {record.size} bytes for {record.topic} was not acknowledged"
            raise translated(error, self._connection, doing) from error
        self._waiting.popleft()
        self._bytes -= record.size
        self.acknowledged += 1
        return place.offset


@contextmanager
def open_log(connection: Connection) -> Iterator[KafkaLog]:
    """A log at ``connection``. What was sent and not flushed when it is left by an error is given up at once."""
    with connecting(connection):
        producer = KafkaProducer(**DELIVERY, **connection.options())
    try:
        log = KafkaLog(producer, connection)
        yield log
        log.flush()
    except BaseException:
        _give_up(producer)
        raise
    finally:
        producer.close(timeout=CLOSE_SECONDS)


def _give_up(producer: KafkaProducer) -> None:
    """Drop what is not acknowledged. The library has no word for it: its ``close`` waits, and then fails, as long as
    something is left, and does so again when the object is collected.
    """
    producer._sender.force_close()
    producer._sender.join(CLOSE_SECONDS)
