"""``caratrace sink``: what is in the log becomes rows."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, TypeVar

import click

from deploy.codes import CLEAN
from deploy.kafka import bootstrap_option, connection_of, quiet
from deploy.output import json_option, print_summary
from deploy.patience import FEW_TRIES, patiently
from deploy.settings import Settings
from deploy.stopping import stop_signal

if TYPE_CHECKING:
    from deploy.health import Board
    from sinks.source import Partition

T = TypeVar("T")


@click.command()
@bootstrap_option
@click.option("--until-caught-up", is_flag=True, help="End when everything is stored that is in the log now.")
@json_option
@click.pass_obj
def sink(settings: Settings, bootstrap: str | None, until_caught_up: bool, form: str) -> int:
    """Store what is in the log: events, findings and refused inputs become rows.

    The rows are kept by the server of CARATRACE_CLICKHOUSE, else in the home folder, which must not have a log of its
    own. Any number of sinks share the work. One goes on where its rows end, waits while the server is away, and runs
    until SIGTERM, which ends it after the batch in hand with exit code 0; then it prints what it did.
    """
    from deploy.health_server import board_of, serving
    from deploy.logs import configure_logs
    from deploy.memory import settle
    from deploy.registry import wire_format_of
    from deploy.wiring import now, open_sink_rows
    from sinks.batch import STORED_TOPICS
    from sinks.batching import BatchLimits
    from sinks.kafka_reader import GROUP, open_reader
    from sinks.sink import LIMITS, Sink

    connection, wire = connection_of(settings, bootstrap), wire_format_of(settings)
    limits = BatchLimits(settings.sink_records, LIMITS.bytes_max, timedelta(milliseconds=settings.sink_age_ms))
    board = board_of(settings, time.monotonic)
    configure_logs(settings)
    quiet()
    settle()
    chance, tries = SystemRandom().random, FEW_TRIES if until_caught_up else None
    with stop_signal() as stop, serving(settings.health, board), ExitStack() as opened:

        def patient(action: Callable[[], T]) -> T:
            return patiently(action, stop, chance, tries, board.heart.beat)

        store = patient(lambda: opened.enter_context(open_sink_rows(settings)))
        source = opened.enter_context(open_reader(connection, STORED_TOPICS, GROUP, settings.kafka_session_seconds))
        running = Sink(source, store, wire, _OnBoard(board), limits, now=now, chance=chance)
        ends = patient(running.ends)
        running.run(stop.is_set, ends if until_caught_up else None)
    print_summary(running.tally.summary(), form)
    return CLEAN


COMMAND = sink


class _OnBoard:
    """What the sink says of itself goes to the board that health is read from."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def beat(self) -> None:
        """The loop came round."""
        self._board.heart.beat()

    def stands(self, partition: Partition, place: int, end: int) -> None:
        """How far a partition is stored."""
        self._board.report(f"sink {partition}", place, end)

    def left(self, partition: Partition) -> None:
        """A partition went to another sink."""
        self._board.withdraw(f"sink {partition}")
