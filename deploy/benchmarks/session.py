"""A system at work on a log: fed with slices of a world, and watched from outside."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.benchmarks.cluster import Cluster
from deploy.benchmarks.figures import keeps_up, quantile
from deploy.benchmarks.generator import Sent, due
from deploy.benchmarks.journal import NAME, Commits
from deploy.benchmarks.material import read_slice
from deploy.benchmarks.processes import Process, cpu_seconds, environment, peak_megabytes, run
from deploy.benchmarks.systems import System
from schemas.errors import StopError
from schemas.topics import EVENTS, FINDINGS

LOOK_SECONDS = 0.25
STILL_SECONDS = 120
"""A system that has taken in nothing for so long, with something to take, is stuck."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are: the same for all systems of one run."""

    folder: Path
    reference: Path
    bootstrap: str
    cluster: Cluster
    broker_pid: int | None

    def send(self, path: Path, per_second: float | None) -> Sent:
        """Have a generator of its own process send a slice."""
        command = [sys.executable, "-m", "deploy.benchmarks.generator", str(path)]
        command += [] if per_second is None else [str(per_second)]
        return Sent(**json.loads(run(command, environment(KAFKA_BOOTSTRAP=self.bootstrap)).splitlines()[-1]))


@dataclass(frozen=True, slots=True)
class Step:
    """What one slice came to. CPU in seconds, of the whole time from before the slice until all of it was judged."""

    sent: Sent
    events: int
    seconds: float
    """From when the first event was due to when the last one could be read."""

    latencies: list[float]
    """Of each distinct event, in seconds, in the order in which they were due."""

    bounded: bool
    findings: int
    messages: int
    entries: int
    cpu: dict[str, float]

    @property
    def per_second(self) -> float:
        """Events taken in in a second."""
        return self.events / self.seconds

    def cpu_us(self, stage: str) -> float:
        """Microseconds of CPU time per event."""
        return round(self.cpu[stage] / self.events * 1e6, 1)

    def milliseconds(self, part: float) -> float:
        """A quantile of the latencies."""
        return round(quantile(self.latencies, part) * 1000, 1)


class Session:
    """One system while it runs."""

    def __init__(self, system: System, place: Place) -> None:
        self._system, self._place = system, place
        home = place.folder / system.home
        home.mkdir(parents=True, exist_ok=True)
        variables = environment(
            HOME=str(home), STORES=str(home / "judge"), REFERENCE=str(place.reference), KAFKA_BOOTSTRAP=place.bootstrap
        )
        self._commits = Commits(home / NAME)
        self._commits.look()
        self._first = len(self._commits.all)  # what is before is of a process whose folder this one goes on with
        self._process = Process(system.name, system.command, variables, home / "output")

    def stop(self) -> None:
        """Let it end."""
        self._process.stop()

    @property
    def peak_megabytes(self) -> float:
        """The most memory that it had until now."""
        return peak_megabytes(self._process.pid)

    def drain(self, events: int) -> float:
        """Wait until what lies in the log is judged, so many events: events per second from the first commit on.

        What the first commit made readable was judged before, so it does not count.
        """
        before = len(self._commits.all)
        self._await_level()
        instants = sorted({commit.at for commit in self._commits.all[before:]})
        if len(instants) < 2:
            return 0.0
        return events * (1 - 1 / len(instants)) / (instants[-1] - instants[0])

    @property
    def cpu_seconds(self) -> dict[str, float]:
        """CPU time until now by stage, of the broker where its process is known."""
        self._commits.look()
        own = self._commits.all[self._first :]
        last = own[-1] if own else None
        spent = {
            "router": last.router_seconds if last else 0.0,
            "judge": last.judge_seconds if last else 0.0,
            "worker_total": cpu_seconds(self._process.pid),
        }
        if self._place.broker_pid is not None:
            spent["broker"] = cpu_seconds(self._place.broker_pid)
        return spent

    def step(self, path: Path, per_second: float) -> Step:
        """Send a slice at a steady pace, wait until all of it is judged, and measure."""
        cluster, topic = self._place.cluster, self._system.topic
        begin, findings, cpu = cluster.ends(topic), sum(cluster.ends(FINDINGS).values()), self.cpu_seconds
        sent = self._place.send(path, per_second)
        self._await_level()
        spent = {stage: seconds - cpu[stage] for stage, seconds in self.cpu_seconds.items()}
        due_at: dict[bytes, float] = {}
        for number, (_, payload) in enumerate(read_slice(path)):
            due_at.setdefault(payload, sent.began + due(number, per_second))
        places = list(cluster.places(topic, begin, cluster.ends(topic)))
        readable = self._readable(due_at, places)
        return Step(
            sent=sent,
            events=sent.events,
            seconds=max(readable) - sent.began,
            latencies=[at - of for at, of in zip(readable, due_at.values(), strict=True)],
            bounded=keeps_up(list(due_at.values()), readable),
            findings=sum(cluster.ends(FINDINGS).values()) - findings,
            messages=len({place[:2] for place in places}),
            entries=len(places),
            cpu=spent | {"generator": sent.cpu_seconds},
        )

    def _readable(self, due_at: dict[bytes, float], places: list[tuple[int, int, bytes]]) -> list[float]:
        """For each event when its verdict could be read: in all partitions that it concerns."""
        seen: set[tuple[int, bytes]] = set()
        found: dict[bytes, float] = {}
        for partition, offset, payload in places:
            if payload in due_at and (partition, payload) not in seen:
                seen.add((partition, payload))
                at = self._commits.readable_at(partition, offset)
                assert at is not None, "the system is level"
                found[payload] = max(found.get(payload, 0.0), at)
        missing = len(due_at) - len(found)
        if missing:
            raise StopError(f"{missing} of {len(due_at)} events did not come to {self._system.topic.name}")
        return [found[payload] for payload in due_at]

    def _await_level(self) -> None:
        moved, seen = time.monotonic(), -1
        while not self._is_level():
            self._process.check()
            if len(self._commits.all) != seen:
                moved, seen = time.monotonic(), len(self._commits.all)
            elif time.monotonic() - moved > STILL_SECONDS:
                raise StopError(
                    f"{self._system.name} has taken in nothing for {STILL_SECONDS} s, and is not at the end"
                )
            time.sleep(LOOK_SECONDS)

    def _is_level(self) -> bool:
        cluster, system = self._place.cluster, self._system
        if system.router is not None:
            routed = cluster.committed(system.router, EVENTS)
            if any(routed.get(number, 0) < end for number, end in cluster.ends(EVENTS).items()):
                self._commits.look()
                return False
        ends = cluster.ends(system.topic)
        self._commits.look()
        return all(self._commits.reached(number) >= end for number, end in ends.items())


@contextmanager
def at_work(system: System, place: Place) -> Iterator[Session]:
    """The system, started; it has ended afterwards."""
    session = Session(system, place)
    try:
        yield session
    finally:
        session.stop()
