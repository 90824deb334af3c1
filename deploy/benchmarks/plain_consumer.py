"""A peer: a plain aiokafka loop, one stage: ``python -m deploy.benchmarks.plain_consumer``; it ends at SIGTERM."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.benchmarks.journal import NAME, Journal
from deploy.benchmarks.looping import run_until_told
from deploy.benchmarks.one_stage import OneStage
from deploy.kafka import connection_of
from deploy.memory import settle
from deploy.registry import wire_format_of
from deploy.settings import Settings
from deploy.wiring import rule_book
from schemas.topics import EVENTS, LARGEST_RECORD
from stream_processors.outbox import KafkaOutbox
from stream_processors.partition_judge import Applied
from stream_processors.subject_log import incoming

GROUP = "caratrace-bench-plain-consumer"
MOST = 1000
"""Events in one transaction, as many as the router takes at once."""


async def work() -> None:
    """Judge what comes until cancelled."""
    settings = Settings.from_environment(os.environ)
    connection = connection_of(settings, None)
    judge = OneStage(settings.home / "one-stage.sqlite", rule_book(settings), settings.cached_histories)
    journal = Journal(settings.home / NAME)
    outbox = KafkaOutbox(connection, wire_format_of(settings))
    options: dict[str, Any] = {
        **connection.asyncio_options(),
        "group_id": GROUP,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "max_partition_fetch_bytes": LARGEST_RECORD,
    }
    consumer = AIOKafkaConsumer(EVENTS.name, **options)
    await outbox.start()
    await consumer.start()
    settle()
    try:
        await _loop(consumer, judge, outbox, journal, settings.router_linger_ms / 1000)
    finally:
        await consumer.stop()
        await outbox.stop()
        judge.close()
        journal.close()


async def _loop(
    consumer: AIOKafkaConsumer, judge: OneStage, outbox: KafkaOutbox, journal: Journal, linger: float
) -> None:
    """Findings acknowledged, then the transaction, then the commit: the order of the judge."""
    while True:
        await asyncio.sleep(linger)  # as the router does, so that both make batches
        found = await consumer.getmany(timeout_ms=1000, max_records=MOST)
        applied = Applied()
        for records in found.values():
            for record in records:
                judge.take(incoming(record), applied)
        await outbox.send(applied)
        moved = judge.commit()
        if moved:
            journal.committed(moved)
            await consumer.commit({TopicPartition(EVENTS.name, number): upto for number, upto in moved})


if __name__ == "__main__":
    asyncio.run(run_until_told(work()))
