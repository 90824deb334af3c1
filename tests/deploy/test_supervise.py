"""A worker is started again without a limit, unless its exit code says that a person must look first."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from deploy.listen import ListenAddress
from deploy.probe import ask
from deploy.supervise import LONG_RUN, LONGEST_PAUSE, SHORTEST_PAUSE, explain, next_pause
from stream_processors.exits import Exit
from tests.integration.kafka.broker import free_port

PATIENCE = 60

WORKER = """
import os, pathlib, signal, sys, time
folder = pathlib.Path(sys.argv[1])
codes = sys.argv[2].split(",")
runs = len(list(folder.glob("run-*"))) + 1
def leave(number, frame):
    (folder / f"got-{signal.Signals(number).name}").touch()
    sys.exit(7)
signal.signal(signal.SIGTERM, leave)
signal.signal(signal.SIGINT, leave)
signal.signal(signal.SIGUSR1, lambda number, frame: (folder / "got-SIGUSR1").touch())
(folder / f"run-{runs}").write_text(str(os.getpid()))
code = codes[min(runs, len(codes)) - 1]
if code == "kill":
    os.kill(os.getpid(), signal.SIGKILL)
if code != "stay":
    sys.exit(int(code))
while True:
    time.sleep(0.05)
"""
"""Leaves a mark for each run and each signal; ends with the codes given, one after the other, or stays."""


class Supervised:
    """The supervisor as a process of its own, and what its worker has left in the folder."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, health: ListenAddress) -> None:
        self.process, self.health = process, health
        self._folder = folder

    @property
    def log(self) -> list[dict[str, object]]:
        """What the supervisor has logged so far."""
        return [json.loads(line) for line in (self._folder / "log").read_text(encoding="utf-8").splitlines(True)]

    @property
    def runs(self) -> int:
        """How often the worker was started."""
        return len(list(self._folder.glob("run-*")))

    def await_mark(self, name: str) -> int:
        """The process id of the worker, as soon as it has left this mark."""
        self._await((self._folder / name).exists)
        return int((self._folder / name).read_text(encoding="utf-8") or 0)

    def await_line(self, text: str) -> dict[str, object]:
        """The first line of the log that has ``text`` in its message, as soon as there is one."""
        self._await(lambda: any(text in str(line["message"]) for line in self.log))
        return next(line for line in self.log if text in str(line["message"]))

    def await_health(self) -> None:
        """Return as soon as somebody answers about health."""
        self._await(self._answers)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.health.host, self.health.port)) == 0

    def _await(self, there: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not there():
            assert self.process.poll() is None, f"the supervisor ended with {self.process.returncode}: {self.log}"
            assert time.monotonic() < end, f"not seen: {self.log}; {[path.name for path in self._folder.iterdir()]}"
            time.sleep(0.02)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def supervised(root: Path, folder: Path, codes: str) -> Iterator[Supervised]:
    health = ListenAddress("127.0.0.1", free_port())
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.supervise", sys.executable, "-c", WORKER, str(folder), codes],
            cwd=root, env=clean_environment() | {"CARATRACE_HEALTH": str(health)}, stderr=log,
        )  # fmt: skip
    try:
        yield Supervised(process, folder, health)
    finally:
        process.kill()
        process.wait()
        for mark in folder.glob("run-*"):
            with suppress(ProcessLookupError, ValueError):
                os.kill(int(mark.read_text(encoding="utf-8")), signal.SIGKILL)


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}


def test_a_worker_that_stops_for_its_own_reasons_is_started_again(root: Path, tmp_path: Path) -> None:
    with supervised(root, tmp_path, "70,kill,0,stay") as found:
        found.await_mark("run-4")

        assert found.await_line("exit code 70")["exit_code"] == 70
        assert found.await_line("killed by signal 9")["exit_code"] == 137
        assert found.await_line("exit code 0")["exit_code"] == 0
        assert found.end() == 7
        assert found.runs == 4


@pytest.mark.parametrize("found_code", [Exit.REFUSALS, Exit.OTHER_RULES])
def test_a_worker_that_needs_a_person_is_not_started_again_and_says_why(
    root: Path, tmp_path: Path, found_code: Exit
) -> None:
    with supervised(root, tmp_path, str(found_code.value)) as found:
        line = found.await_line("A person is needed")
        assert (line["level"], line["exit_code"]) == ("CRITICAL", found_code.value)
        found.await_health()
        live, ready, metrics = (ask(found.health, question) for question in ("live", "ready", "metrics"))

        assert (live[0], ready[0]) == (200, 503)
        assert json.loads(ready[1])["why_not"] == [
            f"stopped with exit code {found_code.value}: {found_code.meaning}. A person is needed: {found_code.remedy}"
        ]
        assert f'caratrace_waits_for_a_person{{exit_code="{found_code.value}"}} 1.0' in metrics[1]
        assert found.runs == 1
        assert found.end() == found_code.value
        assert found.runs == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_worker_and_then_the_supervisor(root: Path, tmp_path: Path, number: signal.Signals) -> None:
    with supervised(root, tmp_path, "stay") as found:
        worker = found.await_mark("run-1")

        assert found.end(number) == 7
        assert (tmp_path / f"got-{number.name}").exists()
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
        assert found.runs == 1


def test_a_signal_that_ends_nothing_is_passed_on(root: Path, tmp_path: Path) -> None:
    with supervised(root, tmp_path, "stay") as found:
        found.await_mark("run-1")
        found.process.send_signal(signal.SIGUSR1)
        found.await_mark("got-SIGUSR1")

        assert found.process.poll() is None
        assert found.end() == 7


def test_a_signal_between_two_runs_ends_the_supervisor_at_once(root: Path, tmp_path: Path) -> None:
    with supervised(root, tmp_path, "74") as found:
        found.await_mark("run-3")  # the pauses have grown to seconds by now
        found.await_line("it is started again in 2.0 s")

        assert found.end() == 74
        assert found.runs == 3


def run(root: Path, *command: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.supervise", *command], cwd=root, capture_output=True, text=True, check=False,
        env=clean_environment() | environment,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_a_command_that_is_not_there_is_an_error_and_no_crash(root: Path) -> None:
    assert run(root, "no-such-worker") == (
        2, "supervise: cannot start no-such-worker: No such file or directory; name a program that is installed\n",
    )  # fmt: skip


def test_without_a_command_the_usage_is_shown(root: Path) -> None:
    assert run(root) == (2, "usage: python -m deploy.supervise COMMAND...\n")


def test_a_wrong_setting_is_told_before_anything_is_started(root: Path) -> None:
    code, said = run(root, "true", CARATRACE_HEALTH="nowhere")

    assert (code, said[:34]) == (2, "supervise: CARATRACE_HEALTH: expec")


def test_pauses_double_up_to_a_limit_and_are_short_again_after_a_good_run() -> None:
    pauses = [0.0]
    for _ in range(8):
        pauses.append(next_pause(pauses[-1], ran_seconds=1))

    assert pauses[1:] == [SHORTEST_PAUSE, 1.0, 2.0, 4.0, 8.0, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    assert next_pause(LONGEST_PAUSE, ran_seconds=LONG_RUN) == SHORTEST_PAUSE


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (70, f"exit code 70, {Exit.JUDGE.meaning}"),
        (137, "killed by signal 9"),
        (1, "exit code 1"),
    ],
)
def test_every_end_is_explained(code: int, text: str) -> None:
    assert explain(code) == text
