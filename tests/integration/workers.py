"""Workers as processes of their own on one cluster, and what they leave: exit code, log, health, topics, stores."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kafka import KafkaAdminClient

from deploy.listen import ListenAddress
from deploy.probe import ask
from producers.kafka.log import Outgoing, open_log
from producers.kafka.topics import open_topics, plan
from schemas import codec
from schemas.connection import Connection
from schemas.findings import Finding, QuarantineRecord
from schemas.framing import SingleObject, WireFormat
from schemas.topics import ALERTS, EVENTS, FINDINGS, QUARANTINE, REFERENCE, SUBJECTS, Topic
from tests.integration.kafka.broker import dying_with_us, free_port
from tests.integration.reading import Ends, committed, ends_of, furthest, read_topic
from tests.integration.sending import Message
from tests.integration.supervised import ROOT, await_true

ROUTERS = "caratrace-router"
ALL = (EVENTS, SUBJECTS, FINDINGS, ALERTS, QUARANTINE, REFERENCE)
COMMAND = ("-m", "faust", "-A", "deploy.worker", "worker", "--loglevel", "info")
CARATRACE = (sys.executable, "-c", "from deploy.cli import main; main()")
PATIENCE = 90
SESSION_SECONDS = 4
T = TypeVar("T")


class RunningWorker:
    """A process that was started once; what it says goes to two files."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.health = ListenAddress("127.0.0.1", free_port())
        self._said, self._printed = folder / "stderr", folder / "stdout"
        with self._said.open("wb") as said, self._printed.open("wb") as printed:
            self._process = subprocess.Popen(
                [*dying_with_us(), sys.executable, *COMMAND], cwd=ROOT,
                env={**environment, "CARATRACE_HEALTH": str(self.health)},
                stdin=subprocess.DEVNULL, stdout=printed, stderr=said,
            )  # fmt: skip

    @property
    def said(self) -> str:
        """Standard error so far."""
        return self._said.read_text(encoding="utf-8", errors="replace")

    @property
    def printed(self) -> str:
        """Standard output so far."""
        return self._printed.read_text(encoding="utf-8", errors="replace")

    @property
    def lines(self) -> list[dict[str, object]]:
        """The log so far: every whole line must be an object of JSON."""
        return [json.loads(line) for line in self.said.splitlines(keepends=True) if line.endswith("\n")]

    @property
    def last_words(self) -> str:
        """The message that the worker ended with."""
        found = [str(line["message"]) for line in self.lines if line["level"] == "CRITICAL"]
        assert len(found) == 1, self.said[-3000:]
        return found[0]

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def code(self) -> int:
        """Wait for its end: the exit code."""
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it has not ended: {self.said[-3000:]}") from None

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.send(signal.SIGTERM)
        return self.code()

    def kill(self) -> None:
        """Kill -9, if it still runs."""
        self._process.kill()
        self._process.wait()

    def ask(self, question: str) -> tuple[int, str]:
        """Status and body of an answer about its health; 0 while nobody answers."""
        try:
            return ask(self.health, question)
        except (OSError, http.client.HTTPException):
            return 0, ""

    def await_(self, what: str, is_so: Callable[[], T]) -> T:
        """Return what ``is_so`` gives as soon as that is true; fails when the worker ends first or takes too long."""
        end = time.monotonic() + PATIENCE
        while not (found := is_so()):
            assert self.running, f"ended with {self.code()} before {what}: {self.said[-3000:]}"
            assert time.monotonic() < end, f"not within {PATIENCE} seconds: {what}; {self.said[-3000:]}"
            time.sleep(0.1)
        return found

    def await_ready(self) -> None:
        """Return when it says that it is ready."""
        self.await_("ready", lambda: self.ask("ready")[0] == 200)

    def metric(self, name: str, **labels: str) -> float:
        """The sum of the samples of a metric with these labels; 0 where there is none."""
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        status, body = self.ask("metrics")
        assert status == 200, body
        found = 0.0
        for line in body.splitlines():
            sample, _, value = line.rpartition(" ")
            if sample.partition("{")[0] == name and all(label in sample for label in wanted):
                found += float(value)
        return found


class Stage:
    """A cluster with new topics, and a folder for workers."""

    def __init__(self, folder: Path, bootstrap: str, inside: str | None, settings: Mapping[str, str]) -> None:
        """``inside`` is where the test itself reads and writes, if workers come to the cluster another way."""
        self.folder, self.bootstrap = folder, bootstrap
        self.inside = inside or bootstrap
        self._settings = {
            "KAFKA_BOOTSTRAP": bootstrap,
            "KAFKA_SESSION_SECONDS": str(SESSION_SECONDS),
            "CHECK_SECONDS": "1",
            "TICK_SECONDS": "3600",
            **settings,
        }
        self._workers: list[RunningWorker] = []

    def worker(self, name: str = "worker", **settings: str) -> RunningWorker:
        """A worker, started; of one name they have the same stores."""
        home = self.folder / f"run-{len(self._workers)}-{name}"
        found = RunningWorker(home, self.environment(HOME=str(home), STORES=str(self.stores(name)), **settings))
        self._workers.append(found)
        return found

    def environment(self, **settings: str) -> dict[str, str]:
        """Of a process that works on this cluster."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
        return inherited | {f"CARATRACE_{name}": value for name, value in (self._settings | settings).items()}

    def caratrace(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A command, done."""
        return subprocess.run(
            [*CARATRACE, *arguments], cwd=ROOT, env=self.environment(**settings), text=True, capture_output=True,
            stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False,
        )  # fmt: skip

    def stores(self, name: str = "worker") -> Path:
        """The folder of a worker's stores."""
        return self.folder / f"stores-{name}"

    def close(self) -> None:
        """Let the workers end that still run."""
        left = [worker for worker in self._workers if worker.running]
        for worker in left:
            worker.send(signal.SIGTERM)
            worker.send(signal.SIGCONT)
        for worker in left:
            worker.code()

    # -------------------------------------------------------------------------------------------------- the topics

    def send(self, messages: Iterable[Message], wire: WireFormat | None = None) -> None:
        """Put messages into the log of events, all acknowledged."""
        wire = wire or SingleObject()
        with open_log(Connection(self.inside)) as log:
            for message in messages:
                log.send(Outgoing(EVENTS.name, message.key, wire.write(EVENTS.name, message.payload)))

    def judge_also(self, partition: int, payloads: Iterable[bytes]) -> None:
        """Put messages into a partition of subjects, as a router does."""
        with open_log(Connection(self.inside)) as log:
            for payload in payloads:
                log.send(Outgoing(SUBJECTS.name, None, payload, partition))

    def ends(self, topic: Topic) -> Ends:
        """Where the partitions of a topic end."""
        return ends_of(self.inside, topic)[topic.name]

    def routed(self) -> Ends:
        """What the router has committed."""
        return committed(self.inside, ROUTERS, EVENTS)

    def await_level(self, worker: RunningWorker, name: str = "worker") -> None:
        """Return when everything is routed, the judges know of the time, and everything is judged."""
        worker.await_("routed", lambda: not _behind(self.routed(), self.ends(EVENTS)))
        partitions = len(self.ends(SUBJECTS))
        worker.await_("told the time", lambda: len(self.times(name)) == partitions)
        worker.await_("judged", lambda: not _behind(self.judged(name), self.ends(SUBJECTS)))

    def judged(self, name: str = "worker") -> Ends:
        """How far the stores of a worker are."""
        return {number: store.next for number, store in furthest([self.stores(name)]).items()}

    def times(self, name: str = "worker") -> dict[int, datetime]:
        """The last instant that each judge was told of."""
        return {number: store.now for number, store in furthest([self.stores(name)]).items() if store.now is not None}

    def findings(self, topic: Topic = FINDINGS, wire: WireFormat | None = None) -> list[Finding]:
        """Every revision in a topic; in order for each finding."""
        found = [codec.decode((wire or SingleObject()).read(kept.payload)) for kept in read_topic(self.inside, topic)]
        assert all(isinstance(one, Finding) for one in found)
        return found  # type: ignore[return-value]

    def quarantine(self, wire: WireFormat | None = None) -> list[QuarantineRecord]:
        """Every record in quarantine."""
        found = [
            codec.decode((wire or SingleObject()).read(kept.payload)) for kept in read_topic(self.inside, QUARANTINE)
        ]
        assert all(isinstance(one, QuarantineRecord) for one in found)
        return found  # type: ignore[return-value]


def _behind(reached: Ends, ends: Ends) -> list[int]:
    return [number for number, end in ends.items() if reached.get(number, 0) < end]


@contextmanager
def staged(
    folder: Path,
    bootstrap: str,
    inside: str | None = None,
    table: Iterable[Topic] = ALL,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Stage]:
    """Make every topic of ``table`` anew, which makes the groups forget them too; all workers have ended afterwards."""
    make_anew(inside or bootstrap, tuple(table))
    stage = Stage(folder, bootstrap, inside, settings or {})
    try:
        yield stage
    finally:
        stage.close()


def make_anew(address: str, table: tuple[Topic, ...]) -> None:
    """Delete all topics, and make those of the table, empty."""
    names = {topic.name for topic in ALL}
    client = KafkaAdminClient(bootstrap_servers=address)
    try:
        there = sorted(names & set(client.list_topics()))
        if there:
            client.delete_topics(there)
        await_true("the topics are gone", lambda: not names & set(client.list_topics()))
    finally:
        client.close()
    with open_topics(Connection(address)) as topics:
        topics.apply(table, plan(table, {}, 1), 1)
