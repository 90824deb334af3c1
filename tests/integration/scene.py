"""A run in which something breaks: events flow, a failure is acted out, and everything is checked afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.integration.gate import Gate
from tests.integration.history import Result, check
from tests.integration.kafka.broker import Listener
from tests.integration.material import make_material
from tests.integration.pipeline import Pipeline, servers
from tests.integration.sending import Sender, messages_of, with_poison
from tests.integration.supervised import Supervised, await_true

WIRED = "WIRED"
OVERTURE = 100
DROPPING = "tests.integration.dropping_worker"
TELLING = "tests.integration.telling_worker"


_NOTES = {DROPPING: ("TEST_DROPPED", "messages_dropped"), TELLING: ("TEST_DIED", "deaths_between")}
"""Workers that note what they do in a file: the setting that names it, and what its lines count."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is."""

    events: int = 100_000
    kills: int = 30
    """How often each kind of process is killed."""

    minute: float = 60
    """Seconds that an outage of a minute lasts."""

    per_second: float = 1000
    """Events sent in a second, at most: they always flow for as long as the failure lasts."""

    session_seconds: int = 6
    patience: float = 600
    seed: int = 1


@dataclass(slots=True)
class Scene:
    """What a failure may use and hurt."""

    pipeline: Pipeline
    overture: Sender
    """Sends the first events, so that everything is at work when the failure begins."""

    sender: Sender
    size: Size
    rng: Random
    gate: Gate
    counts: dict[str, int] = field(default_factory=dict)
    """What was done, for the record."""

    def count(self, what: str, by: int = 1) -> None:
        """Note that something was done."""
        self.counts[what] = self.counts.get(what, 0) + by

    def pause(self, least: float, most: float) -> None:
        """Let some time go by; how much, chance decides."""
        time.sleep(self.rng.uniform(least, most))

    def process(self, name: str) -> Supervised:
        """A process of the pipeline."""
        return self.pipeline.processes[name]

    def await_acknowledged(self, share: float) -> None:
        """Return when this share of the events was sent."""
        wanted = int(share * (self.size.events - OVERTURE))
        await_true(f"{wanted} events sent", lambda: self.sender.acknowledged >= wanted, self.size.patience)


@dataclass(frozen=True, slots=True)
class Failure:
    """What breaks, and on what stage."""

    act: Callable[[Scene], None]
    lasts: Callable[[Size], float]
    """About how many seconds it takes."""

    brokers: int = 1
    wired: bool = False
    """Whether the worker comes to the broker through the gate."""

    app: str = "deploy.worker"
    poison_every: int = 0


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run."""

    result: Result
    counts: dict[str, int]
    exits: dict[str, dict[int, int]]
    """How often each process ended with each code."""

    seconds: float

    @property
    def summary(self) -> dict[str, object]:
        """As it is printed."""
        exits = {name: {str(code): times for code, times in codes.items()} for name, codes in self.exits.items()}
        return {**self.result.as_dict(), **self.counts, "exits": exits, "seconds": round(self.seconds, 1)}


def run(failure: Failure, folder: Path, size: Size) -> Ran:
    """Let events flow in the empty ``folder``, act out the failure, wait until all is level again, and check."""
    began = time.monotonic()
    with _staged(failure, folder, size) as scene:
        scene.overture.start()
        scene.overture.join(size.patience)
        scene.pipeline.await_level(size.patience)
        scene.sender.start()
        failure.act(scene)
        scene.sender.join(size.patience)
        scene.sender.write(folder / "sends.jsonl")
        scene.pipeline.settle(size.patience)
        if failure.app in _NOTES:
            setting, counted = _NOTES[failure.app]
            scene.count(counted, len((folder / setting).read_text(encoding="utf-8").splitlines()))
        result = check(scene.pipeline.outcome([*scene.overture.sends(), *scene.sender.sends()]))
        exits = {name: dict(process.ends) for name, process in scene.pipeline.processes.items()}
    return Ran(result, scene.counts, exits, time.monotonic() - began)


@contextmanager
def _staged(failure: Failure, folder: Path, size: Size) -> Iterator[Scene]:
    material = make_material(folder, size.events, size.seed)
    rng = Random(size.seed)
    messages = messages_of(material.records)
    if failure.poison_every:
        messages = with_poison(messages, failure.poison_every, rng)
    gate = Gate()
    wired = (Listener(WIRED, "PLAINTEXT", advertised=gate.port),) if failure.wired else ()
    with servers(folder / "servers", failure.brokers, wired) as on:
        pipeline = Pipeline(folder, on, material, KAFKA_SESSION_SECONDS=str(size.session_seconds))
        more: dict[str, str] = {}
        if failure.app in _NOTES:
            more[_NOTES[failure.app][0]] = str(folder / _NOTES[failure.app][0])
        if failure.wired:
            gate.target = on.cluster.brokers[0].ports[WIRED]
            more["KAFKA_BOOTSTRAP"] = f"127.0.0.1:{gate.port}"
        pace = min(size.per_second, size.events / failure.lasts(size))
        try:
            pipeline.worker(app=failure.app, **more)
            pipeline.sink()
            first = Sender(on.cluster.address(), messages[:OVERTURE], size.per_second)
            yield Scene(pipeline, first, Sender(on.cluster.address(), messages[OVERTURE:], pace), size, rng, gate)
        finally:
            gate.open()
            pipeline.stop()
            gate.close()
