"""A worker as it is in production, which notes when messages were taken in."""

from __future__ import annotations

from pathlib import Path

from deploy.benchmarks.journal import Journal
from deploy.benchmarks.stages import Meter
from stream_processors.faust_app import Levelled
from stream_processors.incoming import Incoming
from stream_processors.partition_judge import Applied
from stream_processors.worker import Worker, WorkerConfig


class MeasuredWorker(Worker):
    """A worker with a journal: when each message was taken in, and the CPU time of router and judge until then."""

    def __init__(self, journal: Path, config: WorkerConfig, levelled: Levelled) -> None:
        super().__init__(config, levelled)
        self._journal = Journal(journal)
        self._router_meter, self._judge_meter = Meter(), Meter()

    async def route(self) -> None:
        """Route events until cancelled."""
        await self._router_meter.of(super().route())

    async def take(self, message: Incoming) -> bool:
        """Judge a message of the topic of subjects; False when this worker ends and did not look at it."""
        return await self._judge_meter.of(super().take(message))

    async def stop(self) -> None:
        """Let go of everything."""
        await super().stop()
        self._journal.close()

    def committed(self, message: Incoming, applied: Applied) -> None:
        """A message was taken in; its verdicts can be read."""
        super().committed(message, applied)
        reached = [(message.partition, message.offset + 1)]
        self._journal.committed(reached, self._router_meter.seconds, self._judge_meter.seconds)
