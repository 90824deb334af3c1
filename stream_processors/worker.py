"""What a worker does, whoever runs it: it routes events, keeps the time, judges what it is given and looks for gaps."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from schemas.connection import Connection
from schemas.errors import CaratraceError, CorruptStoreError, RetryError
from schemas.findings import Finding
from schemas.framing import WireFormat
from schemas.topics import FINDINGS, SUBJECTS
from stream_processors import telemetry
from stream_processors.exits import Exit
from stream_processors.incoming import Incoming
from stream_processors.judging import BeyondEnd, Judging
from stream_processors.outbox import KafkaOutbox
from stream_processors.partition_judge import Applied, OtherRules, OtherTopic, PartitionJudge, Place, store_path
from stream_processors.published import last_revisions
from stream_processors.refusals import TooManyRefusals
from stream_processors.router_service import Router, RouterLimits
from stream_processors.rulebook import RuleBook
from stream_processors.sqlite_histories import UnusableStore
from stream_processors.subject_batches import NewerProgram
from stream_processors.subject_log import OffsetGone, SubjectLog
from stream_processors.timekeeper import Timekeeper
from stream_processors.vitals import Vitals

logger = logging.getLogger(__name__)

T = TypeVar("T")

_EXITS: tuple[tuple[type[BaseException], Exit], ...] = (
    (TooManyRefusals, Exit.REFUSALS),
    (OffsetGone, Exit.HOLE),
    (BeyondEnd, Exit.BEYOND_END),
    (OtherRules, Exit.OTHER_RULES),
    (NewerProgram, Exit.OTHER_RULES),
    (OtherTopic, Exit.OTHER_TOPIC),
    (CorruptStoreError, Exit.FILE),
    (UnusableStore, Exit.FILE),
    (sqlite3.Error, Exit.FILE),
)


NOT_BEGUN = 2
"""Exit code of a worker that did not get as far as to begin, as of every command of caratrace."""


def exit_for(error: BaseException, otherwise: Exit) -> Exit:
    """The exit code that tells of ``error``; ``otherwise`` says which part met it."""
    return next((code for kind, code in _EXITS if isinstance(error, kind)), otherwise)


def end_process(error: BaseException, otherwise: Exit) -> None:
    """End this process at once, without a chance for anybody to go on behind the error."""
    code = exit_for(error, otherwise)
    traceback = None if isinstance(error, CaratraceError) else error  # ours say by themselves what is wrong, and where
    logger.critical(
        "%s; %s", str(error) or repr(error), code.meaning, extra={"exit_code": int(code)}, exc_info=traceback
    )  # fmt: skip
    logging.shutdown()
    os._exit(code)


async def ending(work: Awaitable[T], otherwise: Exit) -> T:
    """Wait for ``work``; whatever goes wrong in it ends the process. Being cancelled is not going wrong."""
    try:
        return await work
    except Exception as error:
        end_process(error, otherwise)
        raise


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """Everything a worker is made of."""

    connection: Connection
    wire: WireFormat
    book: RuleBook
    stores: Path
    """Folder of this worker alone, with a file for each partition that it has judged."""

    clock: Callable[[], datetime]
    vitals: Vitals
    logging: dict[str, Any]
    preflight: Callable[[], None]
    """Sees, before anything else is connected, that brokers, topics and registry are there and let us in."""

    cached: int
    """Histories kept in memory, of all partitions together."""

    limits: RouterLimits = field(default_factory=RouterLimits)
    check_seconds: float = 3
    tick_seconds: float = 60
    rebalance_seconds: float = 300
    """How long the judge may be between two assignments of partitions."""


class Worker:
    """Router, timekeeper and judge. Its parts wait until it is started."""

    def __init__(self, config: WorkerConfig, levelled: Callable[[int, int], object]) -> None:
        """``levelled`` is told the position of a partition that had to be healed."""
        self._config = config
        self._log = SubjectLog(config.connection, SUBJECTS.name)
        self._findings = SubjectLog(config.connection, FINDINGS.name)
        self._results = KafkaOutbox(config.connection, config.wire)
        self._routed = KafkaOutbox(config.connection, config.wire)
        self._router = Router(config.connection, self._routed, config.wire, config.limits, config.vitals)
        self._partitions = 0
        self._ready = asyncio.Event()
        self._at_work: set[asyncio.Task[Any]] = set()
        self.judging = Judging(
            self._open, self._log, self._results, self._published, config.vitals,
            lambda error: end_process(error, Exit.JUDGE), levelled,
        )  # fmt: skip
        self.judging.committed = self.committed

    def _open(self, number: int) -> PartitionJudge:
        place = Place(SUBJECTS.name, number, self._partitions)
        path = store_path(self._config.stores, number)
        return PartitionJudge(path, self._config.book, place, max(1000, self._config.cached // self._partitions))

    async def _published(self, place: Place) -> dict[str, Finding]:
        partitions = await self._results.partitions(FINDINGS.name)
        return await last_revisions(self._findings, partitions, self._config.wire, place)

    async def start(self) -> None:
        """Connect everything; raises ``RetryError`` when the brokers are out of reach."""
        await self._log.start()
        await self._findings.start()
        await self._results.start()
        self._partitions = await self._results.partitions(SUBJECTS.name)
        await self._routed.start()
        await self._router.start()
        self._ready.set()

    async def stop(self) -> None:
        """Let go of everything; what was not committed never happened."""
        for task in self._at_work:  # before their connections end under them, which would be a failure
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)
        await self.judging.close()
        for part in (self._router, self._routed, self._results, self._findings, self._log):
            await part.stop()

    def committed(self, message: Incoming, applied: Applied) -> None:  # noqa: ARG002 - for those who follow messages
        """A message was taken in; its verdicts can be read."""
        if applied.oldest is not None:
            age = self._config.clock() - applied.oldest
            telemetry.JUDGE_AGE.observe(max(0.0, age.total_seconds()))

    async def take(self, message: Incoming) -> bool:
        """Judge a message of the topic of subjects; False when this worker ends and did not look at it."""
        await self._ready.wait()
        return await self.judging.take(message)

    def _enter(self) -> None:
        """The task that calls this is one of those to be ended first."""
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)

    async def route(self) -> None:
        """Route events until cancelled."""
        self._enter()
        await self._router.run(self._partitions)

    async def keep_time(self) -> None:
        """Tell the judges what time it is until cancelled."""
        self._enter()
        timekeeper = Timekeeper(self._config.clock, self._routed)
        while True:
            assert self._router.consumer is not None, "not started"
            told = await timekeeper.look(self._router.consumer, self._partitions)
            await asyncio.sleep(self._config.tick_seconds if told else min(1.0, self._config.tick_seconds))

    async def check(self, rebalancing: Callable[[], bool]) -> None:
        """Look for what is missing until cancelled. Raises ``RetryError`` when a rebalance does not end."""
        self._enter()
        settled = time.monotonic()
        while True:
            await asyncio.sleep(self._config.check_seconds)
            if not rebalancing():
                settled = time.monotonic()
                await self.judging.check()
            elif time.monotonic() - settled > self._config.rebalance_seconds:
                raise RetryError(f"no partitions for {self._config.rebalance_seconds:g} s, and no end of the rebalance")
            self._config.vitals.beat()
