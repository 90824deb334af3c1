"""The worker of the distributed flow put together from the settings; ``deploy.worker`` is the one that Faust starts."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from deploy.health import Board
from deploy.health_server import HealthServer, board_of
from deploy.kafka import connection_of, quiet
from deploy.logs import logging_config
from deploy.memory import settle
from deploy.registry import wire_format_of
from deploy.settings import Settings
from deploy.wiring import now, rule_book, stores_of
from producers.kafka.reading import open_reader
from schemas.connection import Connection
from schemas.framing import Confluent, WireFormat
from schemas.registry import REGISTERED
from schemas.topics import ALERTS, EVENTS, FINDINGS, QUARANTINE, REFERENCE, SUBJECTS
from stream_processors.faust_app import Levelled, create_app
from stream_processors.judging import WHOLE as JUDGE
from stream_processors.refusals import RefusalLimit
from stream_processors.router_service import WHOLE as ROUTER
from stream_processors.router_service import RouterLimits
from stream_processors.worker import Worker, WorkerConfig

if TYPE_CHECKING:
    import faust

TOUCHED = (EVENTS, SUBJECTS, FINDINGS, ALERTS, QUARANTINE, REFERENCE)
"""What a worker reads and writes."""


class BoardVitals:
    """What the parts of the worker say goes to the board that health is read from."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def beat(self) -> None:
        """The loop came round."""
        self._board.heart.beat()

    def report(self, part: str, position: int, log_end: int) -> None:
        """Where a part stands."""
        self._board.report(part, position, log_end)

    def withdraw(self, part: str) -> None:
        """A part went to another worker."""
        self._board.withdraw(part)


def preflight(connection: Connection, wire: WireFormat) -> None:
    """See that the brokers let us in and have the topics, and that the registry knows what is written to them.

    Raises ``ConfigurationError`` where a setting must be put right, and ``RetryError`` for what may pass.
    """
    quiet()
    with open_reader(connection) as reader:
        for topic in TOUCHED:
            reader.ends(topic)
    if isinstance(wire, Confluent):
        wire.prepare((topic, kind) for topic, kind in REGISTERED if topic not in {EVENTS.name, REFERENCE.name})


def worker_config(settings: Settings, board: Board) -> WorkerConfig:
    """What the worker is made of. Raises ``ConfigurationError`` for settings that cannot be."""
    connection, wire = connection_of(settings, None), wire_format_of(settings)
    return WorkerConfig(
        connection=connection,
        wire=wire,
        book=rule_book(settings),
        stores=stores_of(settings),
        clock=now,
        vitals=BoardVitals(board),
        logging=logging_config(settings),
        preflight=lambda: preflight(connection, wire),
        cached=settings.cached_histories,
        limits=RouterLimits(
            linger_seconds=settings.router_linger_ms / 1000,
            session_seconds=settings.kafka_session_seconds,
            refusals=RefusalLimit(percent=settings.refused_percent),
        ),
        check_seconds=settings.check_seconds,
        tick_seconds=settings.tick_seconds,
    )


def worker_app(settings: Settings, make_worker: Callable[[WorkerConfig, Levelled], Worker] = Worker) -> faust.App:
    """The app, with its health told from the moment it is made; the process it runs in is its own."""
    board = board_of(settings, time.monotonic)
    for part in (ROUTER, JUDGE):
        board.expect(part)
    config = worker_config(settings, board)
    if settings.health is not None:
        HealthServer(settings.health, board)
    app = create_app(config, make_worker)
    settle()  # once: a process that runs for months must be able to collect its cycles
    return app
