"""Simulated worlds and documented cases as inputs of a runtime, with time going on from day to day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from deploy.local import Arrival
from deploy.memory import settle
from producers.cases import Case
from producers.simulator.world import World
from schemas.codec import record_of
from schemas.findings import Finding, FindingStatus, Severity
from schemas.identity import change_id
from schemas.records import ReferenceChanged, Tick
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook

DAY = timedelta(days=1)
SETTLE_EVERY = 10_000


def world_arrivals(world: World) -> Iterator[Arrival]:
    """Events of the world as they were sent, a tick for each day on which something was sent, and a last one."""
    ticked: datetime | None = None
    for sent in world.sent():
        if ticked is None or sent.sent_at - ticked >= DAY:
            ticked = sent.sent_at
            yield Arrival(ticked, Tick(ticked))
        yield Arrival(sent.sent_at, record_of(sent.event))
    yield Arrival(world.ends_at, Tick(world.ends_at))


def case_arrivals(cases: Iterable[Case]) -> Iterator[Arrival]:
    """Events of the cases, as if each had been sent when it was written down."""
    for case in cases:
        for event in case.events:
            yield Arrival(event.recorded_at, record_of(event))


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of judging inputs in memory: how many events, and what is open in the end."""

    events: int
    open: tuple[Finding, ...]

    @property
    def breaches(self) -> int:
        """Open findings that are more than a notice."""
        return sum(finding.severity is not Severity.NOTICE for finding in self.open)


def judge_in_memory(arrivals: Iterable[Arrival], book: RuleBook, advance: Callable[[int], None]) -> Judged:
    """Judge inputs without keeping anything; ``advance`` is told of every event."""
    engine = Engine(book, MemoryHistories())
    still_open: dict[str, Finding] = {}
    events = 0
    position = 0
    for number, arrival in enumerate(arrivals, 1):
        if number % SETTLE_EVERY == 1:
            settle()
        position += 1
        content = arrival.content
        if isinstance(content, Tick):
            findings = engine.tick(content.at, position, arrival.known_at)
        elif isinstance(content, ReferenceChanged):
            findings = engine.reference_changed(content, change_id(content), position, arrival.known_at).findings
        else:
            assert not hasattr(content, "quarantine_id")
            findings = engine.event(content, position, arrival.known_at).findings
            events += 1
            advance(1)
        for _, more in engine.let_hear(position + 1, arrival.known_at):
            position += 1
            findings += more
        for finding in findings:
            if finding.status is FindingStatus.RAISED:
                still_open[finding.finding_id] = finding
            else:
                still_open.pop(finding.finding_id, None)
    return Judged(events, tuple(still_open.values()))
