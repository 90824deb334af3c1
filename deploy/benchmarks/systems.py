"""What is measured: our worker, and its peers."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec

from deploy.benchmarks.one_stage import GUARANTEE
from schemas.topics import EVENTS, SUBJECTS, Topic
from stream_processors.router_service import GROUP


@dataclass(frozen=True, slots=True)
class System:
    """A program that judges what is sent. ``home`` names its folder: who shares one goes on where the other stopped."""

    name: str
    home: str
    command: tuple[str, ...]
    topic: Topic
    """Whose messages its journal is about."""

    router: str | None
    """The group whose commits tell what has come into ``topic``; None where that is the topic of events."""

    guarantee: str


WORKER = System(
    "caratrace worker (Faust)", "worker",
    (sys.executable, "-m", "faust", "-A", "deploy.benchmarks.measured_worker", "worker", "--loglevel", "warn"),
    SUBJECTS, GROUP, "each event counts once, findings at least once with the same ids and revisions; any number of "
    "workers; lost messages are found and read again",
)  # fmt: skip

PLAIN_WORKER = System(
    "the same worker on aiokafka without Faust", "worker",
    (sys.executable, "-m", "deploy.benchmarks.plain_worker"),
    SUBJECTS, GROUP, WORKER.guarantee,
)  # fmt: skip

PLAIN_CONSUMER = System(
    "plain aiokafka consumer", "plain-consumer",
    (sys.executable, "-m", "deploy.benchmarks.plain_consumer"),
    EVENTS, None, GUARANTEE,
)  # fmt: skip


def quix(python: str | None) -> System | None:
    """Quix Streams, run by the interpreter named, or by ours when it has the library; None without either."""
    if python is None and find_spec("quixstreams") is None:
        return None
    command = (python or sys.executable, "-m", "deploy.benchmarks.quix_consumer")
    return System("Quix Streams", "quix", command, EVENTS, None, GUARANTEE)
