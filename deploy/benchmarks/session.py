"""A system at work on a log: fed with slices of a world, and watched from outside."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.benchmarks.cluster import Cluster
from deploy.benchmarks.figures import keeps_up
from deploy.benchmarks.generator import Sent, due
from deploy.benchmarks.journal import NAME, Commit, Commits
from deploy.benchmarks.material import read_slice
from deploy.benchmarks.processes import Process, cpu_seconds, environment, peak_megabytes, run
from deploy.benchmarks.step import Step
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


class Session:
    """One system while it runs, in one process or more."""

    def __init__(self, system: System, place: Place, processes: int) -> None:
        self._system, self._place = system, place
        self._members = [_Member(system, place, number) for number in range(processes)]

    def stop(self) -> None:
        """Let it end."""
        for member in self._members:
            member.process.stop()

    @property
    def peak_megabytes(self) -> float:
        """The most memory that it had until now, all processes together."""
        return sum(peak_megabytes(member.process.pid) for member in self._members)

    def drain(self, events: int) -> float:
        """Wait until what lies in the log is judged, so many events: how many in a second, from the first commit on.

        What the first commit made readable was judged before, so it does not count.
        """
        self._await_level()
        instants = sorted({commit.at for member in self._members for commit in member.own})
        if len(instants) < 2:
            return 0.0
        return events * (1 - 1 / len(instants)) / (instants[-1] - instants[0])

    def warm_up(self, slices: Iterable[Path], per_second: float) -> None:
        """Send until each process has taken in something, as it does once it has its share; then all of it is judged.

        Raises ``StopError`` when one has none after the last of ``slices``.
        """
        for path in slices:
            self._place.send(path, per_second)
            self._await_level()
            if all(member.own for member in self._members):
                return
        raise StopError(f"a process of {self._system.name} has no share of the work; see what it says in its log")

    @property
    def cpu_seconds(self) -> dict[str, float]:
        """CPU time until now by stage, of the broker where its process is known."""
        self._look()
        last = [member.own[-1] for member in self._members if member.own]
        spent = {
            "router": sum(commit.router_seconds for commit in last),
            "judge": sum(commit.judge_seconds for commit in last),
            "worker_total": sum(cpu_seconds(member.process.pid) for member in self._members),
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
                instants = [member.commits.readable_at(partition, offset) for member in self._members]
                at = min(instant for instant in instants if instant is not None)  # there is one: the system is level
                found[payload] = max(found.get(payload, 0.0), at)
        missing = len(due_at) - len(found)
        if missing:
            raise StopError(f"{missing} of {len(due_at)} events did not come to {self._system.topic.name}")
        return [found[payload] for payload in due_at]

    def _await_level(self) -> None:
        moved, seen = time.monotonic(), -1
        while not self._is_level():
            for member in self._members:
                member.process.check()
            commits = sum(len(member.commits.all) for member in self._members)
            if commits != seen:
                moved, seen = time.monotonic(), commits
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
                self._look()
                return False
        ends = cluster.ends(system.topic)
        self._look()
        return all(
            max(member.commits.reached(number) for member in self._members) >= end for number, end in ends.items()
        )

    def _look(self) -> None:
        for member in self._members:
            member.commits.look()


class _Member:
    """One process of a system. The first goes on in the folder of the one before, others with copies of its stores."""

    def __init__(self, system: System, place: Place, number: int) -> None:
        first = place.folder / system.home
        home = first if number == 0 else place.folder / f"{system.home}-{number + 1}"
        home.mkdir(parents=True, exist_ok=True)
        stores = home / "judge"
        if number and (first / "judge").is_dir():
            shutil.copytree(first / "judge", stores)
        variables = environment(
            HOME=str(home), STORES=str(stores), REFERENCE=str(place.reference), KAFKA_BOOTSTRAP=place.bootstrap
        )
        self.commits = Commits(home / NAME)
        self.commits.look()
        self._before = len(self.commits.all)
        self.process = Process(system.name, system.command, variables, home / "output")

    @property
    def own(self) -> list[Commit]:
        """What this process has committed, and not one before it in the same folder."""
        return self.commits.all[self._before :]


@contextmanager
def at_work(system: System, place: Place, processes: int = 1) -> Iterator[Session]:
    """The system, started; it has ended afterwards."""
    session = Session(system, place, processes)
    try:
        yield session
    finally:
        session.stop()
