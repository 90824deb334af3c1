"""Files to emit, the program that emits them as a process of its own, and what is in the log afterwards."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaConsumer, TopicPartition

from schemas.codec import decode_event
from schemas.events import CustodyEvent
from schemas.jsonform import event_to_json
from schemas.topics import EVENTS, Topic
from tests import build

PROGRAM = (sys.executable, "-c", "from deploy.cli import main; main()")
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Emission:
    """A file of events of parties that nobody else has."""

    path: Path
    events: tuple[CustodyEvent, ...]

    @property
    def emitters(self) -> set[str]:
        """The parties."""
        return {event.emitter for event in self.events}

    @property
    def ids(self) -> list[str]:
        """The ids of the events, in the order of the file."""
        return [event.event_id for event in self.events]


def write_emission(folder: Path, count: int, parties: int = 5) -> Emission:
    """``count`` registrations by ``parties`` new parties in turn."""
    mark = secrets.token_hex(4)
    names = [f"MINE-{mark}-{number}" for number in range(parties)]
    events = [
        build.registered(f"L-{mark}-{number}", id=f"{mark} {number}", emitter=names[number % parties])
        for number in range(count)
    ]
    path = folder / f"{mark}.jsonl"
    path.write_text("".join(json.dumps(event_to_json(event)) + "\n" for event in events), encoding="utf-8")
    return Emission(path, tuple(events))


class Emitter:
    """Runs ``caratrace emit`` on one file with one home folder."""

    def __init__(self, root: Path, home: Path, path: Path, address: str, **settings: str) -> None:
        self._root, self._home = root, home
        self._command = [*PROGRAM, "--home", str(home), "emit", str(path), "--to", "kafka", "--format", "json"]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
        self._environment = inherited | {"CARATRACE_KAFKA_BOOTSTRAP": address} | settings

    def start(self, *more: str) -> subprocess.Popen[str]:
        """The process, running."""
        return subprocess.Popen(
            [*self._command, *more], cwd=self._root, env=self._environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *more: str) -> tuple[int, dict[str, int], str]:
        """Exit code, the summary, and what was said on standard error."""
        return finish(self.start(*more))

    def await_acknowledged(self, count: int, process: subprocess.Popen[str]) -> None:
        """Return as soon as the bookmark says that so many records were acknowledged; the process must be at work."""
        end = time.monotonic() + PATIENCE
        while self.acknowledged() < count:
            assert process.poll() is None, f"the process ended first: {process.communicate()}"
            assert time.monotonic() < end, f"only {self.acknowledged()} records were acknowledged"
            time.sleep(0.005)

    def acknowledged(self) -> int:
        """What the bookmark says."""
        found = list(self._home.glob("emitted/*.json"))
        return int(json.loads(found[0].read_text(encoding="utf-8"))["acknowledged"]) if found else 0


def finish(process: subprocess.Popen[str]) -> tuple[int, dict[str, int], str]:
    """Wait for a process that emits: exit code, the summary, and what was said on standard error."""
    output, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, json.loads(output) if output else {}, errors


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as the log has it."""

    key: str
    partition: int
    payload: bytes


def stored(address: str, keys: Iterable[str], topic: Topic = EVENTS) -> list[Stored]:
    """Every record of the topic that has one of these keys; in order within a partition."""
    wanted = {key.encode() for key in keys}
    consumer = KafkaConsumer(
        bootstrap_servers=address.split(","), enable_auto_commit=False, auto_offset_reset="earliest",
        isolation_level="read_committed",
    )  # fmt: skip
    found = []
    try:
        partitions = [TopicPartition(topic.name, number) for number in consumer.partitions_for_topic(topic.name) or ()]
        consumer.assign(partitions)
        ends = consumer.end_offsets(partitions)
        consumer.seek_to_beginning(*partitions)
        while any(consumer.position(partition) < ends[partition] for partition in partitions):
            for records in consumer.poll(timeout_ms=500).values():
                found += [Stored(r.key.decode(), r.partition, r.value) for r in records if r.key in wanted]
    finally:
        consumer.close()
    return found


def ids_of(records: Sequence[Stored]) -> list[str]:
    """The event ids of the records; each must be a valid event."""
    return [decode_event(record.payload).event.event_id for record in records]


def check_nothing_lost(emission: Emission, records: Sequence[Stored]) -> int:
    """Every event of the file is there as it was written, under its emitter; the answer is the number of repeats."""
    written = {event.event_id: event for event in emission.events}
    for record in records:
        event = decode_event(record.payload).event
        assert event == written[event.event_id]
        assert record.key == event.emitter
    counts = Counter(ids_of(records))
    assert counts.keys() == written.keys()
    return counts.total() - len(written)
