"""The router at work: events read from their topic, sent on to the partitions of histories, committed afterwards."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic, perf_counter
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from schemas.connection import Connection
from schemas.errors import RetryError
from schemas.framing import FRAME_MARKER, WireFormat
from schemas.topics import EVENTS, LARGEST_RECORD, REFERENCE
from stream_processors import telemetry
from stream_processors.incoming import Incoming
from stream_processors.outbox import KafkaOutbox
from stream_processors.refusals import RefusalLimit, Refusals
from stream_processors.router import Routed, route
from stream_processors.subject_log import incoming
from stream_processors.time_order import TimeOrder
from stream_processors.vitals import Vitals

logger = logging.getLogger(__name__)

GROUP = "caratrace-router"
WHOLE = "router"
"""The part that is reported while there is no partition."""

MAX_RECORDS = 1000
"""Records routed at once: about 50 ms, in which nothing else of the worker runs."""

PATIENCE_SECONDS = 2
"""How long the records of other partitions wait for one that is behind and gives nothing, as without a leader."""


@dataclass(frozen=True, slots=True)
class RouterLimits:
    """How the router trades latency for batches, and when it stops."""

    linger_seconds: float = 0.05
    """How long it lets records gather; none are held back once ``MAX_RECORDS`` are there."""

    session_seconds: int = 30
    refusals: RefusalLimit = field(default_factory=RefusalLimit)


class Router:
    """One member of the group of routers. It keeps nothing: what it had not committed is routed again, harmlessly."""

    def __init__(
        self, connection: Connection, outbox: KafkaOutbox, wire: WireFormat, limits: RouterLimits, vitals: Vitals
    ) -> None:
        self._connection, self._outbox, self._wire, self._limits = connection, outbox, wire, limits
        self._vitals = vitals
        self._refusals = Refusals(limits.refusals)
        self._order = TimeOrder()
        self._listener = _Forgetting(self._order)
        self._parts: set[str] = set()
        self.consumer: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Join the group; raises ``RetryError`` when the brokers are out of reach."""
        session = self._limits.session_seconds * 1000
        options: dict[str, Any] = {
            **self._connection.asyncio_options(),
            "group_id": GROUP,
            "enable_auto_commit": False,
            "auto_offset_reset": "earliest",
            "session_timeout_ms": session,
            "heartbeat_interval_ms": session // 5,
            "max_poll_interval_ms": 10 * session,
            "request_timeout_ms": max(25_000, session + 5000),
            "max_partition_fetch_bytes": LARGEST_RECORD,
        }
        consumer = AIOKafkaConsumer(**options)
        consumer.subscribe([EVENTS.name, REFERENCE.name], listener=self._listener)
        try:
            await consumer.start()
        except KafkaError as error:
            await consumer.stop()
            raise RetryError(f"joining {GROUP}: {error}; check that the brokers are up") from error
        self.consumer = consumer

    async def stop(self) -> None:
        """Leave the group."""
        if self.consumer is not None:
            await self.consumer.stop()

    async def run(self, partitions: int) -> None:
        """Route what comes to ``partitions`` partitions of histories, until it is cancelled."""
        assert self.consumer is not None, "not started"
        taken_at = monotonic()
        while True:
            if not self._order:
                await asyncio.sleep(self._limits.linger_seconds)
            await self._fetch(0 if self._order else 1000)
            self._vitals.beat()
            standing = await self._standing()
            behind = [number for number, (position, end) in standing.items() if end is None or end > position]
            impatient = monotonic() - taken_at > PATIENCE_SECONDS
            records = self._order.take(MAX_RECORDS, () if impatient else behind)
            if records or not self._order:
                taken_at = monotonic()
            if records:
                await self._route(records, partitions)
                await self._commit(records)
            self._tell(standing)

    async def _fetch(self, timeout_ms: int) -> None:
        """Get more records; of a partition that has enough waiting, none are asked for."""
        assert self.consumer is not None
        for place in self.consumer.assignment():
            waiting = self._order.waiting(_queue(place))
            if waiting >= 2 * MAX_RECORDS:
                self.consumer.pause(place)
            elif waiting <= MAX_RECORDS and place in self.consumer.paused():
                self.consumer.resume(place)
        found = await self.consumer.getmany(timeout_ms=timeout_ms)
        for place, records in found.items():
            self._order.add(_queue(place), map(incoming, records))

    async def _standing(self) -> dict[int, tuple[int, int | None]]:
        """For each of our queues the offset that is fetched next, and its end as far as the brokers told."""
        assert self.consumer is not None
        found: dict[int, tuple[int, int | None]] = {}
        with suppress(IllegalStateError):  # a rebalance came between: what is known then is of no use
            for place in self.consumer.assignment():
                position = await self.consumer.position(place)
                found[_queue(place)] = position, self.consumer.highwater(place)
        return found

    async def _route(self, records: list[Incoming], partitions: int) -> None:
        began = perf_counter()
        if any(record.payload.startswith(FRAME_MARKER) for record in records):  # a registry may have to be asked
            routed = await asyncio.to_thread(route, records, partitions, self._wire.read)
        else:
            routed = route(records, partitions, self._wire.read)
        self._refusals.note(len(records), len(routed.refused), _example(routed))
        await self._outbox.send_routed(routed.batches, routed.refused)
        _count(len(records), routed)
        telemetry.ROUTER_SECONDS.observe(perf_counter() - began)

    async def _commit(self, records: list[Incoming]) -> None:
        """Say how far we got. When another has the partition by now, it routes the same again, which is harmless."""
        assert self.consumer is not None
        offsets = {TopicPartition(record.topic, record.partition): record.offset + 1 for record in records}
        try:
            await self.consumer.commit(offsets)
        except (CommitFailedError, IllegalStateError) as error:
            logger.warning("a partition went to another router, which sends the same again: %s", error)
        except KafkaError as error:
            raise RetryError(f"committing for {GROUP}: {error!r}; look at the brokers") from error

    def _tell(self, standing: dict[int, tuple[int, int | None]]) -> None:
        """Where each partition stands: what is fetched and waits is not routed."""
        parts = set()
        for number, (fetched, end) in standing.items():
            part = f"router partition {number}" if number >= 0 else f"router reference {-1 - number}"
            parts.add(part)
            position = fetched - self._order.waiting(number)
            self._vitals.report(part, position, max(position, end or 0))
            telemetry.POSITION.labels(part).set(position)
            telemetry.LAG.labels(part).set(max(0, (end or 0) - position))
        for part in self._parts - parts:
            self._vitals.withdraw(part)
            telemetry.forget(part)
        self._parts = parts
        if parts:
            self._vitals.withdraw(WHOLE)
        elif self._listener.has_joined:  # more routers than partitions: there is nothing to do, and that is said
            self._vitals.report(WHOLE, 0, 0)


class _Forgetting(ConsumerRebalanceListener):  # type: ignore[misc]
    """After a rebalance everything that was not committed is fetched again, by us or by another."""

    def __init__(self, order: TimeOrder) -> None:
        self._order = order
        self.has_joined = False

    def on_partitions_revoked(self, revoked: object) -> None:  # noqa: ARG002 - the library's signature
        """Forget what waits."""
        self._order.clear()

    def on_partitions_assigned(self, assigned: object) -> None:  # noqa: ARG002 - likewise
        """Nothing came yet."""
        self._order.clear()
        self.has_joined = True


def _queue(place: TopicPartition) -> int:
    """The number of the queue of a partition: its own for events, below zero for reference data."""
    return int(place.partition) if place.topic == EVENTS.name else -1 - int(place.partition)


def _example(routed: Routed) -> str:
    if not routed.refused:
        return ""
    first = routed.refused[0]
    return f"{first.source}, {first.position}: {first.message} [{first.reason}]"


def _count(read: int, routed: Routed) -> None:
    telemetry.ROUTED.inc(read)
    telemetry.ROUTER_BATCHES.inc(len(routed.batches))
    telemetry.ROUTER_ENTRIES.inc(sum(len(batch.entries) for _, batch in routed.batches))
    for record in routed.refused:
        telemetry.REFUSED.labels(record.reason).inc()
