"""``caratrace detect``: the statistical detectors on published figures and stored rows."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from deploy.codes import CLEAN, FINDINGS
from deploy.kafka import bootstrap_option, connection_of, quiet
from deploy.output import format_option, print_rows
from deploy.settings import Settings
from deploy.stopping import stop_signal
from deploy.wiring import now, open_runtime
from schemas.errors import RetryError

if TYPE_CHECKING:
    from deploy.detection import Outcome
    from schemas.connection import Connection

SHOWN = ("rule", "subject", "got", "expected", "law")
SHORTEST_SLOT = timedelta(minutes=1)
LEASE_SECONDS = 300
BEAT_SECONDS = 5


@click.command()
@click.option("--to", type=click.Choice(["kafka"]), help="Look at rows of a ClickHouse server; findings go to the log.")
@bootstrap_option
@click.option(
    "--every", type=click.IntRange(1, 24 * 60), metavar="MINUTES", help="With --to: stay, and run again and again."
)
@click.option(
    "--lease", type=click.IntRange(2, 3600), metavar="SECONDS",
    help=f"With --to: how long a run may take until another may begin (default: {LEASE_SECONDS}).",
)  # fmt: skip
@format_option
@click.pass_obj
def detect(
    settings: Settings, to: str | None, bootstrap: str | None, every: int | None, lease: int | None, form: str
) -> int:
    """Look for figures that contradict their own history, and print what stands.

    They never block: a person decides. A second run without new figures changes nothing; exit code 1 when any stands.

    With --to kafka the rows are those of CARATRACE_CLICKHOUSE, and the sink stores what is found. Any number of
    schedulers may be started: one at a time runs, once in MINUTES (without --every: once in a minute), and the others
    say who it is and leave with exit code 0. With --every nothing but SIGTERM or an error that needs a person ends the
    command, with exit code 0 or 2; findings are printed when they change.
    """
    if to is None:
        if bootstrap is not None or every is not None or lease is not None:
            raise click.UsageError("--bootstrap, --every and --lease are for --to kafka")
        return _detect_here(settings, form)
    quiet()
    with stop_signal() as stop:
        scheduler = _Scheduler(settings, connection_of(settings, bootstrap), lease or LEASE_SECONDS, form, stop)
        return scheduler.once() if every is None else scheduler.keep_on(timedelta(minutes=every))


COMMAND = detect


def _detect_here(settings: Settings, form: str) -> int:
    from deploy.standing import standing
    from sinks.detectors import run_detectors

    with open_runtime(settings) as (runtime, store):
        runtime.look_for(now(), partial(run_detectors, store, table=runtime.book.reference.settings))
        found = standing(store)
    _print(found, form)
    return FINDINGS if found else CLEAN


def _print(found: Iterable[Mapping[str, Any]], form: str) -> None:
    print_rows(SHOWN, [[row[name] for name in SHOWN] for row in found], form)


@dataclass(frozen=True, slots=True)
class _Scheduler:
    """Tries to run the detectors on servers. Asked to ``stop``, it finishes a run, and gives up one that waits."""

    settings: Settings
    connection: Connection
    lease_seconds: int
    form: str
    stop: threading.Event

    def once(self) -> int:
        """One try; the exit code."""
        outcome = self._try(now(), SHORTEST_SLOT)
        if not outcome.why_not:
            _print(outcome.standing, self.form)
        return FINDINGS if outcome.standing else CLEAN

    def keep_on(self, every: timedelta) -> int:
        """One try in each slot until ``stop``; what may pass, as a server that is away, is left to the next slot.

        It counts as alive while a try takes no longer than its lease, beside the usual time between two heartbeats.
        """
        from deploy.detection import slot_of
        from deploy.health import Board, Heart, Limits
        from deploy.health_server import serving

        limits = Limits(beat_seconds=self.lease_seconds + self.settings.health_beat_seconds)
        board = Board(Heart(time.monotonic), time.monotonic, limits)
        board.register("scheduler", list)
        with serving(self.settings.health, board):
            while not self.stop.is_set():
                board.heart.beat()
                at = now()
                try:
                    outcome = self._try(at, every)
                    board.stop("")
                    if outcome.changed:
                        _print(outcome.standing, self.form)
                except RetryError as error:
                    board.stop(f"the last try failed: {error}")
                    click.echo(f"caratrace: {error}; the next try is in the next slot", err=True)
                following = slot_of(at, every) + every
                while not self.stop.is_set() and (left := following - now()) > timedelta():
                    board.heart.beat()
                    self.stop.wait(min(left.total_seconds(), BEAT_SECONDS))
        return CLEAN

    def _try(self, at: datetime, every: timedelta) -> Outcome:
        from deploy.detection import leased_run, slot_of

        slot = slot_of(at, every)
        with leased_run(self.settings, self.connection) as run:
            outcome = run.try_for(slot, self.lease_seconds, self.stop, partial(click.echo, err=True))
        click.echo(outcome.why_not or f"slot {slot.isoformat()}: {len(outcome.changed)} findings changed", err=True)
        return outcome
