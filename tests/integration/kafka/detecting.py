"""Schedulers of the detectors as processes of their own, a sink for what they publish, and what is in the topics."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from kafka import KafkaAdminClient

from deploy.detection import Outcome, leased_run
from deploy.settings import Settings
from producers.kafka.detections import outgoing
from producers.kafka.log import open_log
from producers.kafka.reading import Found, open_reader
from schemas import codec
from schemas.connection import Connection
from schemas.findings import Finding, FindingStatus, Severity, hashed_id
from schemas.framing import SingleObject
from schemas.records import DetectionClaim, DetectionDone
from schemas.topics import DETECTIONS, FINDINGS, SUBJECTS, Topic
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from sinks.migrate import migrate
from sinks.offsets import OwnOffsets
from sinks.rows import Placed
from sinks.source import Partition
from sinks.writer import Writer
from tests.integration.clickhouse import a_database
from tests.integration.kafka.fixture import make_topics

PATIENCE = 60
PROGRAM = (sys.executable, "-c", "from deploy.cli import main; main()")

_T = TypeVar("_T")


def await_that(found: Callable[[], _T]) -> _T:
    """Ask until the answer is true; how long it takes is not judged, only that it comes."""
    end = time.monotonic() + PATIENCE
    while not (answer := found()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return answer


def a_finding(subject: str = "lot:L1", revision: int = 1) -> Finding:
    """A finding of the judge, as it may stand among those of the detectors."""
    event = hashed_id(subject.encode())
    return Finding(
        hashed_id(b"of " + subject.encode()), revision, FindingStatus.RAISED, "CUS001", 1, Severity.BREACH, False,
        subject, event, "title", "got", "expected", (event,), "law", datetime(2026, 1, 1, tzinfo=UTC), None, None,
        datetime(2026, 1, 2, tzinfo=UTC),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Servers:
    """A broker with new topics, and an empty database of a ClickHouse server."""

    connection: Connection
    clickhouse: ClickhouseAddress
    store: ClickhouseStore
    home: Path
    stored: dict[int, int] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """As the environment of ``start`` gives them."""
        return Settings(home=self.home, clickhouse=self.clickhouse, kafka_bootstrap=self.connection.bootstrap)

    def start(self, *options: str) -> subprocess.Popen[str]:
        """``caratrace detect --to kafka`` as a process."""
        return self.caratrace("detect", "--to", "kafka", "--format", "json", *options)

    def caratrace(self, *command: str) -> subprocess.Popen[str]:
        """Any command as a process."""
        at = self.clickhouse
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
        settings = {
            "CARATRACE_KAFKA_BOOTSTRAP": self.connection.bootstrap,
            "CARATRACE_CLICKHOUSE": f"clickhouse://{at.user}:{at.password}@{at.host}:{at.port}/{at.database}",
        }
        return subprocess.Popen(
            [*PROGRAM, "--home", str(self.home), *command], cwd=Path(__file__).resolve().parents[3],
            env=inherited | settings, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def try_now(self, lease_seconds: int = 60) -> Outcome:
        """A try of this process, for a slot of its own."""
        with leased_run(self.settings, self.connection) as run:
            return run.try_for(datetime.now(UTC), lease_seconds, threading.Event())  # noqa: TID251 - as a scheduler

    def publish(self, finding: Finding) -> None:
        """Put a finding into the log, as a judge does."""
        with open_log(self.connection) as log:
            log.send(outgoing(finding, SingleObject(None)))

    def sink(self) -> None:
        """Store the findings of the log, and up to where."""
        with open_reader(self.connection) as reader:
            for number, end in reader.ends(FINDINGS).items():
                found = reader.read(FINDINGS, number, self.stored.get(number, 0))
                placed = [Placed(_finding(one), number, one.offset) for one in found]
                Writer(self.store).write([], placed, [], f"{number} {end}")
                if found:
                    place = {Partition(FINDINGS.name, number): found[-1].offset + 1}
                    OwnOffsets(self.store).store(place, datetime(2026, 1, 1, tzinfo=UTC), f"{number} {end}")
                    self.stored[number] = found[-1].offset + 1

    def findings(self) -> list[Finding]:
        """Those in the log."""
        return [_finding(found) for found in self._all(FINDINGS)]

    def claims(self) -> list[DetectionClaim | DetectionDone]:
        """The log of claims."""
        found = [codec.decode(found.payload) for found in self._all(DETECTIONS)]
        assert all(isinstance(one, DetectionClaim | DetectionDone) for one in found)
        return found  # type: ignore[return-value]

    def subjects(self) -> list[codec.Message]:
        """The records that judges read."""
        return [codec.decode(found.payload) for found in self._all(SUBJECTS)]

    def _all(self, topic: Topic) -> list[Found]:
        with open_reader(self.connection) as reader:
            return [found for number in reader.ends(topic) for found in reader.read(topic, number, 0)]


def _finding(found: Found) -> Finding:
    finding = codec.decode(found.payload)
    assert isinstance(finding, Finding)
    return finding


def make_anew(address: str, topics: tuple[Topic, ...]) -> None:
    """Delete topics and make them again, empty."""
    client = KafkaAdminClient(bootstrap_servers=address)
    try:
        names = {topic.name for topic in topics}
        client.delete_topics(sorted(names))
        await_that(lambda: not names & set(client.list_topics()))
    finally:
        client.close()
    make_topics(address)


@contextmanager
def servers(address: str, clickhouse: ClickhouseAddress, home: Path) -> Iterator[Servers]:
    """The broker at ``address`` and a new database at ``clickhouse``, which is dropped afterwards."""
    make_anew(address, (DETECTIONS, FINDINGS, SUBJECTS))
    name = a_database()
    server = ClickhouseStore(clickhouse)
    server.command(f"CREATE DATABASE {name}")
    own = replace(clickhouse, database=name)
    store = ClickhouseStore(own)
    try:
        migrate(store)
        yield Servers(Connection(address), own, store, home)
    finally:
        store.close()
        server.command(f"DROP DATABASE {name} SYNC")
        server.close()


def finish(process: subprocess.Popen[str]) -> tuple[int, list[str], str]:
    """Wait for a command: exit code, lines on standard output, and what was said on standard error."""
    output, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, output.splitlines(), errors
