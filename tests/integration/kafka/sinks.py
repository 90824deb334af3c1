"""A broker and a ClickHouse server for sinks, the sink as a process of its own, and what it has stored."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import CoordinatorNotAvailableError

from producers.kafka.log import Outgoing, open_log
from schemas.codec import encode_event
from schemas.connection import Connection
from schemas.ports import Row
from schemas.topics import EVENTS
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from sinks.kafka_reader import GROUP
from tests import build
from tests.integration.kafka.emitting import PATIENCE, PROGRAM

SESSION_SECONDS = 6
"""The shortest that a broker allows."""


def send(address: str, records: Iterable[Outgoing]) -> None:
    """Put records into the log."""
    with open_log(Connection(address)) as log:
        for record in records:
            log.send(record)


def send_events(address: str, count: int, parties: int = 5) -> set[str]:
    """New events of new parties; the answer are their ids."""
    mark = secrets.token_hex(4)
    events = [
        build.registered(f"L-{mark}-{n}", id=f"{mark} {n}", emitter=f"{mark}-{n % parties}") for n in range(count)
    ]
    send(address, [Outgoing(EVENTS.name, event.emitter.encode(), encode_event(event)) for event in events])
    return {event.event_id for event in events}


@dataclass(slots=True)
class Sinking:
    """Runs ``caratrace sink`` on one log and one store."""

    root: Path
    kafka: str
    settings: dict[str, str]
    home: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *options: str, **settings: str) -> subprocess.Popen[str]:
        """The process, running; what it says goes to a file in the home folder."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
        own = {
            "CARATRACE_KAFKA_BOOTSTRAP": self.kafka,
            "CARATRACE_KAFKA_SESSION_SECONDS": str(SESSION_SECONDS),
            "CARATRACE_SINK_AGE_MS": "100",
        }
        self.home.mkdir(parents=True, exist_ok=True)
        with self.said_in.open("ab") as errors:
            process = subprocess.Popen(
                [*PROGRAM, "--home", str(self.home), "sink", "--format", "json", *options],
                cwd=self.root, env=inherited | own | self.settings | settings, text=True,
                stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        self.started.append(process)
        return process

    @property
    def said_in(self) -> Path:
        """Where standard error goes."""
        return self.home / "said"

    @property
    def said(self) -> str:
        """Everything said on standard error."""
        return self.said_in.read_text(encoding="utf-8")

    def catch_up(self, **settings: str) -> dict[str, Any]:
        """Store everything that is there, in one run; the summary."""
        code, summary = finish(self.start("--until-caught-up", **settings))
        assert code == 0, self.said
        return summary

    def stop(self, process: subprocess.Popen[str]) -> dict[str, Any]:
        """Let a process end in order; the summary."""
        process.send_signal(signal.SIGTERM)
        code, summary = finish(process)
        assert code == 0, self.said
        return summary

    def kill_all(self) -> None:
        """Leave no process behind."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.communicate()


def finish(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    """Wait for the end of a process: exit code and summary."""
    output, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, json.loads(output) if output else {}


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Return as soon as something is so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def ids_in(store: ClickhouseStore) -> list[str]:
    """The ids of the events in a store, each as often as it is there when read with FINAL."""
    return [str(row[0]) for row in store.query("SELECT event_id FROM events FINAL ORDER BY event_id").rows]


def contents(store: ClickhouseStore) -> dict[str, list[Row]]:
    """Every row of every table that the sink writes, in one order."""
    tables = ("events", "lot_events", "findings_log", "findings", "finding_places", "quarantine")
    return {table: sorted(store.query(f"SELECT * FROM {table} FINAL").rows, key=repr) for table in tables}


def members(address: str) -> set[str]:
    """The members of the group of sinks."""
    client = KafkaAdminClient(bootstrap_servers=address)
    try:
        described = client.describe_groups([GROUP])
    except CoordinatorNotAvailableError:  # no group was ever there
        return set()
    finally:
        client.close()
    return {member["member_id"] for member in described[GROUP]["members"]}


def url_of(address: ClickhouseAddress) -> str:
    """A server as the settings name it."""
    who = f"{address.user}:{address.password}@" if address.password else ""
    return f"clickhouse://{who}{address.host}:{address.port}/{address.database}"
