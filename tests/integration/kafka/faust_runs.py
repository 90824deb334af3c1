"""Runs the programs of ``faust_probe.py``, all at once, each with a topic of its own, and says how each ended."""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic
from kafka.errors import KafkaError

from tests.integration.kafka.broker import dying_with_us
from tests.integration.kafka.faust_probe import BAD, COUNT, NOTES

PATIENCE = 60
GRACE = 10
"""How many seconds a worker has from its failure to its end; one that needs more counts as one that hangs."""

BY_ITSELF, WHEN_ASKED, BY_FORCE = "by itself", "when asked", "by force"
PROGRAM = "tests.integration.kafka.faust_probe"


@dataclass(frozen=True, slots=True)
class Case:
    """A supervisor and a shape of loop."""

    supervisor: str
    shape: str
    stays_until: int | None = None
    """For a worker that stays up: it is asked to end when this is committed,"""

    last_note: str | None = None
    """and when it has written this down."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run went."""

    notes: dict[str, object]
    reached: tuple[int, ...]
    """The offsets at which the loop began to work, in order."""

    ended: str
    """``BY_ITSELF``, ``WHEN_ASKED`` as one that stays up, or ``BY_FORCE``."""

    code: int
    committed: int | None
    """What the group has committed in the end: the offset to go on from."""

    output: str


class Run:
    """One process; it is killed with us, and by ``kill``."""

    def __init__(self, case: Case, root: Path, folder: Path, address: str) -> None:
        self.case = case
        self.topic = f"faust-{case.supervisor}-{case.shape}-{secrets.token_hex(4)}"
        self._root, self._folder, self._address = root, folder, address
        self._failed: float | None = None
        self._ended = BY_ITSELF

    def start(self) -> None:
        """Start the worker."""
        self._folder.mkdir()
        arguments = [self._address, self.topic, str(self._folder), self.case.supervisor, self.case.shape]
        with (self._folder / "output").open("wb") as output:
            self._process = subprocess.Popen(
                [*dying_with_us(), sys.executable, "-m", PROGRAM, *arguments],
                cwd=self._root, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def settled(self, committed: int | None) -> bool:
        """Whether nothing more is awaited: it has ended or hangs, or has done what one that stays up does."""
        if self._process.poll() is not None:
            return True
        if self.case.stays_until is not None:
            noted = {name for name, _ in self._notes()} | {None}
            return committed == self.case.stays_until and self.case.last_note in noted
        if self._failed is None and ["reached", BAD] in self._notes():
            self._failed = time.monotonic()
        return self._failed is not None and time.monotonic() - self._failed > GRACE

    def ask(self) -> None:
        """Ask one that stays up to end in order."""
        if self._process.poll() is None and self.case.stays_until is not None:
            self._ended = WHEN_ASKED
            self._process.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """Wait for one that was asked, and kill what is left."""
        if self._ended == WHEN_ASKED:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE)
        self.kill()

    def kill(self) -> None:
        """Kill -9 what still runs."""
        if self._process.poll() is None:
            self._ended = BY_FORCE
            self._process.kill()
            self._process.wait()

    def outcome(self, committed: int | None) -> Outcome:
        """How it went; the process has ended."""
        pairs = self._notes()
        reached = tuple(int(str(value)) for name, value in pairs if name == "reached")
        output = (self._folder / "output").read_text(encoding="utf-8", errors="replace")
        notes = {str(name): value for name, value in pairs if name != "reached"}
        return Outcome(notes, reached, self._ended, self._process.returncode, committed, output)

    def _notes(self) -> list[list[object]]:
        """What the program wrote down, but for a line that is not whole yet."""
        file = self._folder / NOTES
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def run_all(cases: Sequence[Case], root: Path, folder: Path, address: str) -> dict[tuple[str, str], Outcome]:
    """The outcome of each case, by supervisor and shape; afterwards no process and no topic is left."""
    runs = [Run(case, root, folder / f"{number}", address) for number, case in enumerate(cases)]
    with _filled_topics(address, [run.topic for run in runs]) as admin, ExitStack() as started:
        for run in runs:
            run.start()
            started.callback(run.kill)
        _await_settled(admin, runs)
        for run in runs:
            run.ask()
        for run in runs:
            run.end()
        found = _committed(admin, runs)
        return {(run.case.supervisor, run.case.shape): run.outcome(found.get(run.topic)) for run in runs}


@contextmanager
def _filled_topics(address: str, names: Sequence[str]) -> Iterator[KafkaAdminClient]:
    admin = KafkaAdminClient(bootstrap_servers=address.split(","))
    try:
        admin.create_topics([NewTopic(name, 1, 1) for name in names])
        try:
            with KafkaProducer(bootstrap_servers=address.split(","), acks="all") as producer:
                sent = [
                    producer.send(name, str(number).encode(), partition=0) for name in names for number in range(COUNT)
                ]
                for future in sent:
                    future.get(PATIENCE)
            yield admin
        finally:
            admin.delete_topics(list(names))
    finally:
        admin.close()


def _await_settled(admin: KafkaAdminClient, runs: Sequence[Run]) -> None:
    """Return when all are settled; what is not settled in time is seen in its outcome."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = _committed(admin, runs)
        if all(run.settled(found.get(run.topic)) for run in runs):
            return
        time.sleep(0.1)


def _committed(admin: KafkaAdminClient, runs: Sequence[Run]) -> dict[str, int]:
    """The committed offset of each group that has one."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            groups = admin.list_group_offsets([run.topic for run in runs])
        except KafkaError as error:  # a new broker first has to make the topic where offsets are kept
            if not error.retriable or time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return {group: place.offset for group, places in groups.items() for place in places.values()}
