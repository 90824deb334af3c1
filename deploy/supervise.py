"""``python -m deploy.supervise COMMAND...``: keep COMMAND running, until it ends in a way that a person must look at.

A worker stops with an exit code that says why (``stream_processors/exits.py``). Most of them mean "start me again", and
that is done without a limit. Some mean that the next start would meet the same thing or do harm: then this process
stays, alive and not ready, and says why on its log, on /ready and in /metrics, until a person restarts it.
Signals are passed on; one that ends the command ends the supervisor too, with the command's exit code.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from prometheus_client import REGISTRY, Gauge

from deploy.codes import ERROR
from deploy.health_server import board_of, serving
from deploy.logs import configure_logs
from deploy.settings import Settings
from schemas.errors import ConfigurationError
from stream_processors.exits import Exit, exit_of

logger = logging.getLogger(__name__)

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)
PASSED_ON = (*ENDING, signal.SIGUSR1, signal.SIGUSR2)

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds between an end and the next start: the first, doubled each time, up to the last."""

LONG_RUN = 60
"""Seconds after which a run counts as a good one, so that the next pause is the shortest again."""


def next_pause(pause: float, ran_seconds: float) -> float:
    """How long to wait before the next start, after the pause before and a run of so many seconds."""
    return SHORTEST_PAUSE if pause == 0 or ran_seconds >= LONG_RUN else min(2 * pause, LONGEST_PAUSE)


class Supervisor:
    """Runs one command again and again. Made and used on the main thread, which signals are delivered to."""

    def __init__(self, command: Sequence[str], settings: Settings) -> None:
        self._command, self._settings = list(command), settings
        self._child: subprocess.Popen[bytes] | None = None
        self._ending: signal.Signals | None = None
        self._alarm, self._rings = -1, -1

    def run(self) -> int:
        """Keep the command running; the exit code when a signal has ended it."""
        self._alarm, self._rings = os.pipe()  # written to by the handler, so that no wait outlasts a signal
        os.set_blocking(self._rings, False)
        before = {number: signal.signal(number, self._pass_on) for number in PASSED_ON}
        try:
            return self._run()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(self._alarm)
            os.close(self._rings)

    def _run(self) -> int:
        pause = 0.0
        while True:
            started = time.monotonic()
            code = self._once()
            if self._ending:
                logger.info("the command has ended after %s", self._ending.name, extra={"exit_code": code})
                return code
            found = exit_of(code)
            if found and found.needs_a_person:
                self._wait_for_a_person(found)
                return code
            pause = next_pause(pause, time.monotonic() - started)
            logger.warning(
                "the command has ended: %s; it is started again in %.1f s", explain(code), pause,
                extra={"exit_code": code},
            )  # fmt: skip
            if self._sleep(pause):
                return code

    def _once(self) -> int:
        """Start the command and wait for its end; the exit code, as a shell has it."""
        try:
            # in a session of its own, so that an interrupt at the terminal reaches it once, through us
            self._child = subprocess.Popen(self._command, start_new_session=True)
        except OSError as error:
            message = f"cannot start {self._command[0]}: {error.strerror or error}; name a program that is installed"
            raise ConfigurationError(message) from error
        if self._ending:  # it came while the command was being started
            self._child.send_signal(self._ending)
        code = self._child.wait()
        self._child = None
        return code if code >= 0 else 128 - code

    def _wait_for_a_person(self, found: Exit) -> None:
        """Stay up and say what is wrong, until a signal ends this process."""
        why = f"stopped with exit code {found.value}: {found.meaning}. A person is needed: {found.remedy}"
        logger.critical(why, extra={"exit_code": found.value})
        gauge = Gauge("caratrace_waits_for_a_person", "1 while a worker waits for a person.", ["exit_code"])
        gauge.labels(str(found.value)).set(1)
        board = board_of(self._settings, time.monotonic)
        board.stop(why)
        try:
            with serving(self._settings.health, board):
                while not self._sleep(1):
                    board.heart.beat()
        finally:
            REGISTRY.unregister(gauge)

    def _sleep(self, seconds: float) -> bool:
        """Wait; True as soon as a signal has told us to end."""
        if self._ending is None:
            select.select([self._alarm], [], [], seconds)
        return self._ending is not None

    def _pass_on(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the library's signature
        if number in ENDING:
            self._ending = signal.Signals(number)
            os.write(self._rings, b"!")
        if self._child is not None:
            self._child.send_signal(number)


def explain(code: int) -> str:
    """What an exit code of a worker means, for the log."""
    found = exit_of(code)
    if found:
        return f"exit code {code}, {found.meaning}"
    if code > 128:
        return f"killed by signal {code - 128}"
    return f"exit code {code}"


def main(command: Sequence[str]) -> int:
    """Supervise ``command``; the exit code."""
    if not command:
        print("usage: python -m deploy.supervise COMMAND...", file=sys.stderr)
        return ERROR
    try:
        settings = Settings.from_environment(os.environ)
        configure_logs(settings)
        return Supervisor(command, settings).run()
    except ConfigurationError as error:
        print(f"supervise: {error}", file=sys.stderr)
        return ERROR


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
