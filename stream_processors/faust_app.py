"""The worker as a Faust app: the only module that knows Faust.

Faust gives membership, partitions and a life cycle, and is trusted with nothing else. The agent takes the messages of a
partition one at a time, without Faust's own acknowledgement, and acknowledges itself; position and results are the
worker's. Whatever fails ends the process at once with the exit code that says why: an exception that Faust gets to see
would skip the message it was raised at. ``tests/integration/kafka/test_faust.py`` shows how the pinned version behaves.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from signal import Signals
from typing import Any

import faust
from faust.app.base import BootStrategy
from faust.types import TP
from mode import Service

from schemas.connection import Connection
from schemas.errors import CaratraceError, ConfigurationError
from schemas.topics import LARGEST_RECORD, SUBJECTS
from stream_processors.exits import Exit
from stream_processors.incoming import Incoming
from stream_processors.subject_log import stamped
from stream_processors.worker import NOT_BEGUN, Worker, WorkerConfig, end_process, ending

logger = logging.getLogger(__name__)

GROUP = "caratrace-judge"
MOST_IN_HAND = 64
"""Messages that the worker is at, or holds for their turn; each is at most as large as a batch of the router."""


class _Boot(BootStrategy):
    """Without Faust's web server, whatever the command line says: health is told elsewhere."""

    enable_web = False


class App(faust.App):
    """A Faust app that serves nothing."""

    BootStrategy = _Boot
    preflight: Callable[[], None]

    async def on_first_start(self) -> None:
        """Look before Faust does, which gives up with a long traceback that does not say why."""
        await super().on_first_start()
        threading.excepthook = _thread_failed
        try:
            await asyncio.to_thread(self.preflight)
        except CaratraceError as error:
            logger.critical("not started: %s", error, extra={"exit_code": NOT_BEGUN})
            logging.shutdown()
            os._exit(NOT_BEGUN)


ORDERLY_SECONDS = 8
"""How long an orderly end may take: a container is killed after ten seconds, and with it what could be logged."""


class CrashEnding(faust.Worker):
    """Ends at once when something within Faust has crashed: its orderly stop would commit, and may never end.

    Asked to end it does so in order if it can, as it cannot while it waits for its brokers, or is about to start.
    """

    def _schedule_shutdown(self, signal: Signals) -> None:
        if not self._signal_stop_time:
            timer = threading.Timer(ORDERLY_SECONDS, _leave)
            timer.daemon = True
            timer.start()
        super()._schedule_shutdown(signal)

    def on_worker_shutdown(self) -> None:
        """Called before the orderly stop."""
        if self.crash_reason:
            end_process(self.crash_reason, Exit.JUDGE)
        super().on_worker_shutdown()


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    """One line of the log; Python prints it, and Faust would make a line of the log of each word."""
    logger.error("a thread of a library failed: %r", failure.exc_value, exc_info=failure.exc_value)


def _leave() -> None:
    """End as a kill does: what was not committed never happened."""
    logger.warning("no orderly end within %d s; leaving as it is, which loses nothing", ORDERLY_SECONDS)
    logging.shutdown()
    os._exit(0)


Levelled = Callable[[int, int], object]


def create_app(config: WorkerConfig, make_worker: Callable[[WorkerConfig, Levelled], Worker] = Worker) -> faust.App:
    """The app, not started. Nothing is connected before it is; the folder of the stores is made."""
    try:
        config.stores.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"cannot make the folder of the stores, {config.stores}: {error.strerror}") from error
    app = App(GROUP, **_settings(config))
    app.preflight = config.preflight
    levelling: set[asyncio.Task[None]] = set()  # the loop itself does not keep them

    def levelled(partition: int, offset: int) -> None:
        task = asyncio.ensure_future(_level(app, partition, offset))
        levelling.add(task)
        task.add_done_callback(levelling.discard)

    worker = make_worker(config, levelled)
    source = app.topic(SUBJECTS.name, value_type=bytes, value_serializer="raw", key_serializer="raw")

    @app.agent(source, name="judge", concurrency=1)
    async def judge(stream: Any) -> None:
        in_hand = _InHand(worker)
        async for event in stream.noack().events():
            await in_hand.give(event)

    async def assigned(_: Any, partitions: set[TP], **__: Any) -> None:
        worker.judging.own(place.partition for place in partitions if place.topic == SUBJECTS.name)

    app.on_partitions_assigned.connect(assigned)  # type: ignore[arg-type]
    app.service(_Parts(worker, app))  # type: ignore[arg-type]
    return app


def _incoming(message: Any) -> Incoming:
    """A message as Faust gives it, with its time in seconds."""
    known_at = stamped(round(message.timestamp * 1000))
    return Incoming(message.topic, message.partition, message.offset, known_at, message.value or b"")


class _InHand:
    """Messages that the worker is at: those of one partition in their order, beside those of others.

    What a message mostly waits for is Kafka's word for its results, so partitions that wait together are faster by
    as much. A message that is acknowledged before an earlier one does no harm: position and results are the worker's.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._room = asyncio.Semaphore(MOST_IN_HAND)
        self._tasks: set[asyncio.Task[None]] = set()

    async def give(self, event: Any) -> None:
        """Return when there is room for the message; it is acknowledged when it is done with."""
        await self._room.acquire()
        task = asyncio.create_task(self._take(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, event: Any) -> None:
        try:
            if await ending(self._worker.take(_incoming(event.message)), Exit.JUDGE):
                event.ack()
        finally:
            self._room.release()


class _Parts(Service):
    """What runs beside the agent."""

    def __init__(self, worker: Worker, app: faust.App) -> None:
        self._worker, self._app = worker, app
        super().__init__()

    async def on_start(self) -> None:
        """Connect, then begin."""
        await ending(self._worker.start(), Exit.ROUTER)

    async def on_stop(self) -> None:
        """Let go of everything."""
        await self._worker.stop()

    @Service.task
    async def _route(self) -> None:
        await ending(self._worker.route(), Exit.ROUTER)

    @Service.task
    async def _keep_time(self) -> None:
        await ending(self._worker.keep_time(), Exit.ROUTER)

    @Service.task
    async def _check(self) -> None:
        await ending(self._worker.check(lambda: self._app.rebalancing), Exit.JUDGE)


async def _level(app: faust.App, partition: int, offset: int) -> None:
    """Bring Faust's commit to where the judge stands after it healed a partition; without this it may stay behind."""
    try:
        await app.consumer._commit_offsets(  # type: ignore[attr-defined]
            {TP(SUBJECTS.name, partition): offset}
        )
    except Exception as error:
        logger.warning("the commit was not brought level: %r", error, extra={"partition": partition, "offset": offset})


def _settings(config: WorkerConfig) -> dict[str, Any]:
    session = config.limits.session_seconds
    return {
        "broker": [f"kafka://{server}" for server in config.connection.servers],
        "broker_credentials": _credentials(config.connection),
        "store": "memory://",
        "datadir": config.stores / "faust",
        "Worker": CrashEnding,
        "processing_guarantee": "at_least_once",
        "agent_supervisor": "mode.CrashingSupervisor",
        "stream_publish_on_commit": False,
        "stream_wait_empty": False,  # what is taken in twice is known by its offset
        "stream_buffer_maxsize": 64,
        "stream_recovery_delay": 0.0,
        "broker_commit_interval": 1.0,
        "broker_session_timeout": session,
        "broker_heartbeat_interval": session / 5,
        "broker_rebalance_timeout": 2 * session,
        "broker_request_timeout": max(25, session + 5),
        "consumer_auto_offset_reset": "earliest",
        "consumer_max_fetch_size": 4 * LARGEST_RECORD,
        "topic_partitions": SUBJECTS.partitions,
        "topic_allow_declare": False,  # `caratrace topics apply` makes topics, with their retention
        "topic_disable_leader": True,
        "table_standby_replicas": 0,
        "web_enabled": False,
        "logging_config": config.logging,
    }


def _credentials(connection: Connection) -> Any:
    context = connection.context()
    if connection.user is not None:
        return faust.SASLCredentials(
            username=connection.user,
            password=connection.password,
            mechanism=connection.mechanism,
            ssl_context=context,
        )
    return None if context is None else faust.SSLCredentials(context)
