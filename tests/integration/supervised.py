"""Processes that are started again when they die, as a process supervisor does it, and that tests may hurt."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from stream_processors.exits import exit_of
from tests.integration.kafka.broker import dying_with_us

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30
"""Seconds that a process may take to end in order."""


class Supervised:
    """One command with one log file. It is started again at once, unless it says that a person is needed."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self.ends: Counter[int] = Counter()
        """How often it ended with each exit code; death by a signal is the signal's number below zero."""

        self.waits_for_a_person = False
        self._command, self._environment = [*dying_with_us(), *command], dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._is_wanted = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The running process; None between two."""
        with self._lock:
            process = self._process
            return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Start it, and again whenever it ends."""
        assert not self._is_wanted, f"{self.name} runs already"
        self._is_wanted, self.waits_for_a_person = True, False
        ready = threading.Event()
        threading.Thread(target=self._watch, args=(ready,), name=f"watches {self.name}", daemon=True).start()
        ready.wait()

    def _watch(self, ready: threading.Event) -> None:
        while True:
            with self._lock:
                if not self._is_wanted:
                    return
                process = self._process = self._open()
            ready.set()
            code = process.wait()
            self.ends[code] += 1
            found = exit_of(code)
            if found is not None and found.needs_a_person:
                self._is_wanted, self.waits_for_a_person = False, True

    def _open(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def kill(self) -> bool:
        """Kill -9; it is started again. False when it happened not to run."""
        return self._signal(signal.SIGKILL)

    def freeze(self) -> bool:
        """Stop it where it is, as a machine does that hangs; ``thaw`` lets it go on."""
        return self._signal(signal.SIGSTOP)

    def thaw(self) -> bool:
        """Let it go on."""
        return self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> bool:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                return False
            os.kill(self._process.pid, number)
            return True

    @property
    def is_wanted(self) -> bool:
        """Whether it runs, or is started again when it does not."""
        return self._is_wanted

    def stop(self, *, hard: bool = False) -> None:
        """Let it end in order, or with kill -9, and do not start it again."""
        with self._lock:
            self._is_wanted = False
            process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
            process.send_signal(signal.SIGCONT)  # a frozen one hears nothing
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def tail(self, size: int = 2000) -> str:
        """The last that it said."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-size:] if self.log.exists() else ""


def await_true(what: str, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Return as soon as ``is_so()``; an assertion fails when that takes too long."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not within {seconds} seconds: {what}"
        time.sleep(0.1)
