"""The distributed flow in a box: brokers, a ClickHouse, workers and a sink, all as processes of their own.

Nothing of the pipeline runs in the process that looks on: it starts, kills and reads. The workers and the sink are
started again when they die (``supervised.py``). Where each part stands is read from what it wrote itself: the group of
the routers, the files of the judges, the offsets that the sink keeps beside its rows.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from producers.kafka.topics import open_topics, plan
from schemas.connection import Connection
from schemas.errors import CaratraceError
from schemas.topics import ALERTS, EVENTS, FINDINGS, QUARANTINE, REFERENCE, SUBJECTS, TOPICS, Topic
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from tests.integration import tables
from tests.integration.clickhouse_server.starting import ServerProcess
from tests.integration.clickhouse_server.starting import running as clickhouse_running
from tests.integration.history import Outcome, Send
from tests.integration.kafka.broker import Cluster, Listener
from tests.integration.kafka.broker import running as kafka_running
from tests.integration.material import Material
from tests.integration.reading import Ends, Store, committed, ends_of, furthest, read_topic
from tests.integration.supervised import Supervised, await_true
from tests.integration.undisturbed import open_findings

ROUTERS, SINKS = "caratrace-router", "caratrace-sink"
DATABASE = "caratrace_pipeline"
SINK_TOPICS = (EVENTS, FINDINGS, QUARANTINE, REFERENCE)
SESSION_SECONDS = 6

PROGRAM = (sys.executable, "-c", "from deploy.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Servers:
    """What the pipeline runs on."""

    cluster: Cluster
    clickhouse: ServerProcess

    @property
    def address(self) -> ClickhouseAddress:
        """The pipeline's own database."""
        return ClickhouseAddress("127.0.0.1", self.clickhouse.port, database=DATABASE)


@contextmanager
def servers(folder: Path, brokers: int = 1, listeners: tuple[Listener, ...] = ()) -> Iterator[Servers]:
    """Brokers with all topics and a ClickHouse with an empty database, in the empty ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        clickhouse_running(folder / "clickhouse" / "tables") as server,
        kafka_running(folder / "kafka", brokers, listeners) as cluster,
    ):
        with open_topics(Connection(cluster.address())) as topics:
            topics.apply(TOPICS, plan(TOPICS, {}, brokers), brokers)
        started = Servers(cluster, server)
        with closing(ClickhouseStore(replace(started.address, database="default"))) as store:
            store.command(f"CREATE DATABASE {DATABASE}")
        yield started


class Pipeline:
    """Workers and a sink on servers; each worker has a folder of its own."""

    def __init__(self, folder: Path, on: Servers, material: Material, **settings: str) -> None:
        """``settings`` are environment variables without their prefix, for all processes."""
        self.folder, self.on, self._material = folder, on, material
        self._settings = {
            "KAFKA_BOOTSTRAP": on.cluster.address(),
            "KAFKA_SESSION_SECONDS": str(SESSION_SECONDS),
            "CLICKHOUSE": f"clickhouse://{on.address}",
            "REFERENCE": str(material.reference),
            "TICK_SECONDS": "5",
        } | settings
        self.processes: dict[str, Supervised] = {}
        self._stores: list[Path] = []

    def worker(self, name: str = "worker-1", app: str = "deploy.worker", **settings: str) -> Supervised:
        """A worker of that name, started; one that was stopped goes on with the folder that it had."""
        stores = self.stores_of(name)
        if stores not in self._stores:
            self._stores.append(stores)
        command = (sys.executable, "-m", "faust", "-A", app, "worker", "--loglevel", "info")
        return self._start(name, command, STORES=str(stores), **settings)

    def sink(self, name: str = "sink") -> Supervised:
        """The sink, started."""
        return self._start(name, (*PROGRAM, "sink"))

    def stores_of(self, name: str) -> Path:
        """The folder of a worker's stores."""
        return self.folder / name / "stores"

    def wipe(self, name: str) -> None:
        """The disk of a worker is lost."""
        shutil.rmtree(self.stores_of(name), ignore_errors=True)

    def _start(self, name: str, command: Sequence[str], **settings: str) -> Supervised:
        home = self.folder / name
        home.mkdir(parents=True, exist_ok=True)
        if name not in self.processes:
            environment = self._environment({"HOME": str(home), **settings})
            self.processes[name] = Supervised(name, command, environment, self.folder / f"{name}.log")
        self.processes[name].start()
        return self.processes[name]

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}
        return inherited | {f"CARATRACE_{name}": value for name, value in (self._settings | more).items()}

    def stop(self) -> None:
        """Let everything end in order."""
        for process in self.processes.values():
            process.stop()

    def ends(self, *topics: Topic) -> dict[str, Ends]:
        """Where the topics end."""
        return ends_of(self.on.cluster.address(), *topics)

    # ------------------------------------------------------------------------------------------------- being level

    def await_level(self, seconds: float) -> None:
        """Return when all that was sent before is routed, judged and stored; fails after so many seconds."""
        end = time.monotonic() + seconds
        for behind in (self._unrouted, self.unjudged, self._unstored):
            while left := behind():
                for process in self.processes.values():
                    assert not process.waits_for_a_person, f"{process.name} waits for a person: {process.tail()}"
                assert time.monotonic() < end, f"not level after {seconds:.0f} seconds: {left}; {self._tails()}"
                time.sleep(0.3)

    def settle(self, seconds: float) -> None:
        """Be level, then let everything end in order: the workers first, and the sink when it has what they said.

        Where the last that a worker did was to let lots tell each other something, it is started once more to hear it.
        """
        end = time.monotonic() + seconds
        sinks = [process for name, process in self.processes.items() if name.startswith("sink")]
        workers = [process for process in self.processes.values() if process not in sinks and process.is_wanted]
        while True:
            self.await_level(seconds)
            for process in workers:
                process.stop()
            if not self.unjudged():
                break
            assert time.monotonic() < end, f"never level when the workers had ended: {self.unjudged()}"
            for process in workers:
                process.start()
        await_true("the sink stores the rest", lambda: not self._unstored(), seconds)
        for process in sinks:
            process.stop()

    def _unrouted(self) -> dict[str, tuple[int, int]]:
        there, bootstrap = self.ends(EVENTS, REFERENCE), self.on.cluster.address()
        return {
            place: left
            for topic in (EVENTS, REFERENCE)
            for place, left in _behind(
                f"router {topic.name}", committed(bootstrap, ROUTERS, topic), there[topic.name]
            ).items()
        }

    def unjudged(self) -> dict[str, tuple[int, int]]:
        """Partitions of subjects of which not everything was judged: where the judge stands, and the end.

        The ends are asked for last: what lots tell each other is in the topic before a judge says that it is farther.
        """
        reached = {number: store.next for number, store in self.stores().items()}
        return _behind("judge", reached, self.ends(SUBJECTS)[SUBJECTS.name])

    def _unstored(self) -> dict[str, tuple[int, int]]:
        if not any(name.startswith("sink") for name in self.processes):
            return {}
        there = self.ends(*SINK_TOPICS)
        stored = self.stored()
        left: dict[str, tuple[int, int]] = {}
        for topic, ends in there.items():
            left |= _behind(f"sink {topic}", {number: stored.get((topic, number), 0) for number in ends}, ends)
        return left

    def stores(self) -> dict[int, Store]:
        """The file of each partition that has got furthest."""
        return furthest(self._stores)

    def stored(self) -> dict[tuple[str, int], int]:
        """Up to where the sink has stored each partition; nothing as long as its table or the server is away."""
        try:
            with closing(ClickhouseStore(self.on.address)) as store:
                sql = "SELECT topic, partition, max(next_offset) FROM sink_offsets GROUP BY topic, partition"
                rows = store.query(sql).rows
        except CaratraceError:
            return {}
        return {(str(topic), int(str(number))): int(str(offset)) for topic, number, offset in rows}

    def _tails(self) -> str:
        return " ".join(f"[{name}] {process.tail(600)}" for name, process in self.processes.items())

    # ------------------------------------------------------------------------------------------------ what there is

    def outcome(self, sends: Sequence[Send]) -> Outcome:
        """All that is there to see; the pipeline must be level and stopped."""
        bootstrap = self.on.cluster.address()
        stores = self.stores()
        found = Outcome(
            sends=sends,
            partitions=SUBJECTS.partitions,
            events=read_topic(bootstrap, EVENTS),
            subjects=read_topic(bootstrap, SUBJECTS, {number: store.next for number, store in stores.items()}),
            findings=read_topic(bootstrap, FINDINGS),
            alerts=read_topic(bootstrap, ALERTS),
            quarantine=read_topic(bootstrap, QUARANTINE),
            histories={number: store.records() for number, store in stores.items()},
            tables=self.tables(),
        )
        distinct = {kept.payload: record for kept, record in found.read}
        ticks = {number: store.now for number, store in stores.items() if store.now is not None}
        found.expected = open_findings(distinct.values(), ticks, SUBJECTS.partitions, self._material.book())
        return found

    def tables(self) -> tables.Tables:
        """The current rows, where there is a sink."""
        if not any(name.startswith("sink") for name in self.processes):
            return {}
        with closing(ClickhouseStore(self.on.address)) as store:
            return tables.read_tables(store)


def _behind(what: str, reached: Mapping[int, int], ends: Mapping[int, int]) -> dict[str, tuple[int, int]]:
    """Partitions that are not at their end, each with where it stands and where it should."""
    return {
        f"{what} {number}": (reached.get(number, 0), end)
        for number, end in ends.items()
        if reached.get(number, 0) < end
    }
