"""A peer: the same worker with a plain aiokafka consumer in the place of Faust.

Router, judges, stores and results are those of production; only what hands messages over is another. For
``python -m deploy.benchmarks.plain_worker``; it ends in order at SIGTERM.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener

from deploy.benchmarks.journal import NAME
from deploy.benchmarks.looping import run_until_told
from deploy.benchmarks.measured import MeasuredWorker
from deploy.health_server import board_of
from deploy.memory import settle
from deploy.settings import Settings
from deploy.worker_app import worker_config
from schemas.topics import LARGEST_RECORD, SUBJECTS
from stream_processors.exits import Exit
from stream_processors.partition_judge import store_path
from stream_processors.stored import marked_in
from stream_processors.subject_log import incoming
from stream_processors.worker import Worker, ending

GROUP = "caratrace-bench-plain-worker"


class _Owning(ConsumerRebalanceListener):  # type: ignore[misc]
    """Tells the worker what is its own, and goes on where the stores stand."""

    def __init__(self, worker: Worker, consumer: AIOKafkaConsumer, stores: Path) -> None:
        self._worker, self._consumer, self._stores = worker, consumer, stores

    def on_partitions_revoked(self, revoked: object) -> None:
        """An assignment follows, and tells what is left."""

    def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """These are ours."""
        self._worker.judging.own(place.partition for place in assigned)
        for place in assigned:
            self._consumer.seek(place, int(marked_in(store_path(self._stores, place.partition), "next") or 0))


async def work() -> None:
    """Route, keep the time and judge until cancelled."""
    settings = Settings.from_environment(os.environ)
    config = worker_config(settings, board_of(settings, asyncio.get_running_loop().time))
    config.stores.mkdir(parents=True, exist_ok=True)
    worker = MeasuredWorker(settings.home / NAME, config, lambda partition, offset: None)  # noqa: ARG005 - no commit
    options: dict[str, Any] = {
        **config.connection.asyncio_options(),
        "group_id": GROUP,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "max_partition_fetch_bytes": 4 * LARGEST_RECORD,
    }
    consumer = AIOKafkaConsumer(**options)
    consumer.subscribe([SUBJECTS.name], listener=_Owning(worker, consumer, config.stores))
    settle()
    await worker.start()
    await consumer.start()
    beside = [asyncio.create_task(ending(part, Exit.ROUTER)) for part in (worker.route(), worker.keep_time())]
    beside.append(asyncio.create_task(ending(worker.check(lambda: False), Exit.JUDGE)))
    try:
        await _take_all(consumer, worker)
    finally:
        await worker.stop()
        await asyncio.gather(*beside, return_exceptions=True)
        await consumer.stop()


async def _take_all(consumer: AIOKafkaConsumer, worker: Worker) -> None:
    while True:
        found = await consumer.getmany(timeout_ms=1000)
        await asyncio.gather(*(_take_in_order(worker, records) for records in found.values()))
        if found:
            await consumer.commit({place: records[-1].offset + 1 for place, records in found.items()})


async def _take_in_order(worker: Worker, records: list[Any]) -> None:
    for record in records:
        await ending(worker.take(incoming(record)), Exit.JUDGE)


if __name__ == "__main__":
    asyncio.run(run_until_told(work()))
