"""The pipeline on Kafka under load, and its peers: one run, one log, one after the other on the same cores."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.benchmarks.generator import Sent
from deploy.benchmarks.material import Material
from deploy.benchmarks.session import Place, Session, at_work
from deploy.benchmarks.step import Step
from deploy.benchmarks.systems import PLAIN_CONSUMER, PLAIN_WORKER, WORKER, System
from schemas.topics import EVENTS

LATE_MS = 50
"""A generator whose p99 is later than this did not offer what it says, and the run is marked."""

BEGIN_AT = 0.9
WARM_SECONDS = 3
WARM_SLICES = 10
STEP = 0.85
TRIES = 4
FASTEST = 20_000
"""Events a second that no worker of one process comes near: the world must be long enough for every try."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is offered. ``backlog`` events lie in the log when a system begins; every step lasts ``seconds``."""

    backlog: int
    seconds: int
    rates: Sequence[int]
    peer_rate: int
    workers: int = 1
    """Processes of our worker at the rates; a backlog and the comparison with peers are always the work of one."""

    peers: Sequence[System] = ()

    @property
    def most_events(self) -> int:
        """Events that may be needed."""
        steps = sum(self.rates) + (1 + len(self.peers)) * self.peer_rate + TRIES * FASTEST
        return 2 * self.backlog + self.seconds * steps + WARM_SECONDS * WARM_SLICES * self.peer_rate


@dataclass(slots=True)
class Measured:
    """What came of a run."""

    sent: Sent
    """How the generator did with no system beside it."""

    drained: dict[str, float] = field(default_factory=dict)
    """Events per second from a backlog, by system."""

    compared: dict[str, Step] = field(default_factory=dict)
    """The step at the rate of comparison, by system."""

    steps: list[tuple[int, Step]] = field(default_factory=list)
    """Offered rate and result of our own worker, the search for the highest at the end."""

    searched_from: int = 0
    peak_megabytes: float = 0


def measure(load: Load, material: Material, place: Place, tell: Callable[[str], None]) -> Measured:
    """Measure our worker with a backlog, the peers, then our worker at every rate, and find the highest it sustains."""
    measured = Measured(place.send(material.slice(load.backlog), None))
    for system in (WORKER, *load.peers):
        if system is PLAIN_WORKER:  # it goes on where our worker stopped, so it gets a backlog of its own
            place.send(material.slice(load.backlog), None)
        with at_work(system, place) as session:
            _compare(system, session, load, material, place, measured)
        speed, step = measured.drained[system.name], measured.compared[system.name]
        tell(f"{system.name}: {speed:,.0f} events/s from a backlog, p99 {step.milliseconds(0.99):,.0f} ms")
    with at_work(WORKER, place, load.workers) as session:
        session.warm_up((material.slice(WARM_SECONDS * load.peer_rate) for _ in range(WARM_SLICES)), load.peer_rate)
        for rate in load.rates:
            measured.steps.append((rate, _step(session, load, material, rate, tell)))
        measured.searched_from = len(measured.steps)
        rates = search(measured.drained[WORKER.name] * load.workers)
        wanted = next(rates)
        while wanted is not None:
            step = _step(session, load, material, wanted, tell)
            measured.steps.append((wanted, step))
            wanted = rates.send(step.bounded)
        measured.peak_megabytes = session.peak_megabytes
    return measured


def _compare(
    system: System, session: Session, load: Load, material: Material, place: Place, measured: Measured
) -> None:
    waiting = load.backlog if system.router else sum(place.cluster.ends(EVENTS).values())
    measured.drained[system.name] = session.drain(waiting)
    measured.compared[system.name] = session.step(material.slice(load.peer_rate * load.seconds), load.peer_rate)


def _step(session: Session, load: Load, material: Material, rate: int, tell: Callable[[str], None]) -> Step:
    step = session.step(material.slice(rate * load.seconds), rate)
    quantiles = ", ".join(f"p{round(part * 100)} {step.milliseconds(part):,.0f}" for part in (0.5, 0.95, 0.99))
    behind = "" if step.bounded else ", falls behind"
    tell(f"{rate:,}/s offered, {step.per_second:,.0f}/s achieved, {quantiles} ms{behind}")
    return step


def search(drained: float) -> Generator[int | None, bool, None]:
    """Rates to try, from close to what a backlog is judged with: up while they are sustained, else down until one is.

    It is sent whether the last one was sustained, and gives None when it is at its end.
    """
    rate, first = drained * BEGIN_AT, True
    for number in range(TRIES):
        sustained = yield max(1, round(rate / 10) * 10)
        if number == 0:
            first = sustained
        elif sustained != first:
            break
        rate = rate / STEP if first else rate * STEP
    yield None


def report(measured: Measured, load: Load) -> dict[str, Any]:
    """The figures as they are printed."""
    confirmed = [(rate, step) for rate, step in measured.steps if step.bounded]
    best = max(confirmed, key=lambda one: one[1].per_second, default=None)
    step = best[1] if best else measured.steps[-1][1]
    stages = ("generator", "router", "judge", "worker_total", "broker")
    return {
        "sustained_events_per_second": round(step.per_second) if best else None,
        "drain_events_per_second": round(measured.drained[WORKER.name]),
        "seconds_per_step": load.seconds,
        "workers": load.workers,
        "rates": [_rate(rate, step) for rate, step in measured.steps[: measured.searched_from]],
        "searched": [_rate(rate, step) for rate, step in measured.steps[measured.searched_from :]],
        "cpu_us_per_event": {stage: step.cpu_us(stage) if stage in step.cpu else None for stage in stages},
        "peak_memory_mb": round(measured.peak_megabytes),
        "records_per_message": round(step.entries / step.messages, 1),
        "generator_alone_per_second": round(measured.sent.events / (measured.sent.acknowledged - measured.sent.began)),
        "peers": [_peer(system, measured, load) for system in (WORKER, *load.peers)],
    }


def _rate(offered: int, step: Step) -> dict[str, Any]:
    return {
        "offered_per_second": offered,
        "achieved_per_second": round(step.per_second),
        "p50_ms": step.milliseconds(0.5),
        "p95_ms": step.milliseconds(0.95),
        "p99_ms": step.milliseconds(0.99),
        "findings": step.findings,
        "lag_bounded": step.bounded,
        "records_per_message": round(step.entries / step.messages, 1),
        "worker_cpu_us": step.cpu_us("worker_total"),
        "generator_late_p99_ms": round(step.sent.late_p99_ms, 1),
        "generator_was_late": step.sent.late_p99_ms > LATE_MS,
    }


def _peer(system: System, measured: Measured, load: Load) -> dict[str, Any]:
    step = measured.compared[system.name]
    return {
        "name": system.name,
        "events_per_second": round(measured.drained[system.name]),
        "offered_per_second": load.peer_rate,
        "p50_ms": step.milliseconds(0.5),
        "p95_ms": step.milliseconds(0.95),
        "p99_ms": step.milliseconds(0.99),
        "cpu_us_per_event": step.cpu_us("worker_total"),
        "findings": step.findings,
        "lag_bounded": step.bounded,
        "guarantee": system.guarantee,
    }


PEERS = (PLAIN_WORKER, PLAIN_CONSUMER)
