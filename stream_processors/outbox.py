"""What router and judge write to Kafka: sent together, and done when all of it is acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError

from schemas.codec import encode
from schemas.connection import Connection
from schemas.errors import ConfigurationError, RetryError
from schemas.findings import Finding, QuarantineRecord
from schemas.framing import WireFormat
from schemas.records import SubjectBatch
from schemas.topics import ALERTS, FINDINGS, LARGEST_RECORD, QUARANTINE, SUBJECTS, Topic
from stream_processors.partition_judge import Applied

ANSWER_MS = 25_000
"""How long a record is tried; a worker that waits longer would be expelled from its group anyway."""


_Record = tuple[str, int | None, bytes | None, bytes]
"""Topic, partition or None for the one of the key, key, value."""


class KafkaOutbox:
    """An idempotent producer. After a ``RetryError`` some of what was sent may be in the log."""

    def __init__(self, connection: Connection, wire: WireFormat) -> None:
        """``wire`` is how messages lie in topics that others read; batches for histories are single objects always."""
        self._connection = connection
        self._wire = wire
        self._producer: AIOKafkaProducer | None = None

    async def start(self) -> None:
        """Connect; raises ``RetryError`` when the brokers are out of reach."""
        options: dict[str, Any] = {
            **self._connection.asyncio_options(),
            "acks": "all",
            "enable_idempotence": True,
            "linger_ms": 0,
            "max_batch_size": LARGEST_RECORD,
            "max_request_size": LARGEST_RECORD,
            "request_timeout_ms": ANSWER_MS,
            "retry_backoff_ms": 100,
        }
        producer = AIOKafkaProducer(**options)
        try:
            await producer.start()
        except KafkaError as error:
            await producer.stop()
            raise RetryError(
                f"connecting at {self._connection.bootstrap} to write: {error}; check that the brokers are up"
            ) from error
        self._producer = producer

    async def stop(self) -> None:
        """Let go of the connection."""
        if self._producer is not None:
            await self._producer.stop()

    async def partitions(self, topic: str) -> int:
        """How many partitions a topic has. Raises ``ConfigurationError`` for one that is not there."""
        assert self._producer is not None, "not started"
        try:
            return len(await self._producer.partitions_for(topic))
        except UnknownTopicOrPartitionError as error:
            raise ConfigurationError(f"there is no topic {topic}; run `caratrace topics apply`") from error
        except KafkaError as error:
            raise RetryError(f"asking for the partitions of {topic}: {error!r}; look at the brokers") from error

    async def send(self, applied: Applied) -> None:
        """Findings by subject, what alerting must know by finding, what lots tell each other, and refusals."""
        await self._send(
            [
                *_batches(applied.told),
                *(self._record(FINDINGS, finding.subject, finding) for finding in applied.findings),
                *(self._record(ALERTS, finding.finding_id, finding) for finding in applied.alerts),
                *(self._record(QUARANTINE, record.source, record) for record in applied.refused),
            ]
        )

    async def send_routed(self, batches: Iterable[tuple[int, SubjectBatch]], refused: list[QuarantineRecord]) -> None:
        """Batches to their partitions of histories, and refusals."""
        await self._send([*_batches(batches), *(self._record(QUARANTINE, record.source, record) for record in refused)])

    def _record(self, topic: Topic, key: str, message: Finding | QuarantineRecord) -> _Record:
        return topic.name, None, key.encode(), self._wire.write(topic.name, encode(message))

    async def _send(self, records: list[_Record]) -> None:
        assert self._producer is not None, "not started"
        try:
            reports = [
                await self._producer.send(topic, value, key=key, partition=partition)
                for topic, partition, key, value in records
            ]
            await asyncio.gather(*reports)
        except KafkaError as error:
            raise RetryError(f"{len(records)} records were not acknowledged: {error!r}; look at the brokers") from error


def _batches(batches: Iterable[tuple[int, SubjectBatch]]) -> list[_Record]:
    return [(SUBJECTS.name, partition, None, encode(batch)) for partition, batch in batches]
