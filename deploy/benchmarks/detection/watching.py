"""One world, judged as it would be in life: events in order of arrival, a tick a day, the detectors once a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from deploy.benchmarks.detection.eyes import Eyes, empty
from deploy.benchmarks.detection.flags import Flag, Watched, note
from deploy.benchmarks.detection.plans import WorldPlan
from deploy.feed import DAY, SETTLE_EVERY
from deploy.memory import settle
from producers.simulator.plays import USUAL_START
from producers.simulator.world import World
from schemas.codec import record_of
from schemas.events import CustodyEvent, EventRecord
from schemas.ports import RowStore
from schemas.reference.load import load_reference
from schemas.reference.model import Reference
from sinks.detectors import Detector
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules

QUIET = timedelta(days=70)
"""The detectors look a last time so long after the last deadline: a quarter is over, and the longest grace."""

_LONG = timedelta(days=3650)
"""Every published year is over by then."""


class Watch:
    """Judges worlds, one after the other; all share one store, which is emptied for each."""

    def __init__(self, store: RowStore, detectors: Iterable[Detector]) -> None:
        """``store`` is migrated, and nobody else's."""
        self._store = store
        self._detectors = tuple(detectors)
        self._known: frozenset[str] | None = None

    def world(self, plan: WorldPlan, only: frozenset[str] | None = None, *, monthly: bool = True) -> Watched:
        """Make the world of ``plan`` and judge it; with all detectors, or those of these codes.

        Not ``monthly``: the detectors look once, after the end.
        """
        world = plan.make()
        reference = (
            load_reference()
            .with_parties(world.parties)
            .with_sites(world.sites)
            .with_licences(world.licences)
            .with_zones(world.zones)
        )
        for play in plan.plays:
            reference = play.amend(reference)
        judge = _Judge(reference)
        looking = tuple(each for each in self._detectors if plan.plays and (only is None or each.code in only))
        known = self._of_packaged_figures() if looking else frozenset()
        eyes = Eyes(self._store, looking, reference, plan)
        for number, sent in enumerate(world.sent()):
            if number % SETTLE_EVERY == 0:
                settle()
            if monthly:
                eyes.until(sent.sent_at)
            judge.until(sent.sent_at)
            eyes.keep(judge.take(sent.event, sent.sent_at))
        judge.until(world.ends_at)
        if monthly:
            eyes.until(world.ends_at)
        eyes.look(world.ends_at + QUIET)
        return _watched(world, judge, eyes, known)

    def _of_packaged_figures(self) -> frozenset[str]:
        """The findings that the packaged data alone give rise to: they are true, and no scenario's."""
        if self._known is None:
            empty(self._store)
            nothing = WorldPlan(0, 0, 0, USUAL_START)
            eyes = Eyes(self._store, self._detectors, load_reference(), nothing)
            eyes.look(datetime.combine(USUAL_START, time(), UTC) + _LONG)
            self._known = frozenset(eyes.flags)
        return self._known


def _watched(world: World, judge: _Judge, eyes: Eyes, known: frozenset[str]) -> Watched:
    return Watched(
        labels=world.labels,
        cases=world.cases,
        consequences=tuple(
            (made.number, rule, subject) for made in world.productions for rule, subject in made.consequences
        ),
        belongings={
            made.number: frozenset([*(actor.party_id for actor in made.guests), *(site.site_id for site in made.sites)])
            for made in world.productions
        },
        flags=(*judge.flags.values(), *(flag for key, flag in eyes.flags.items() if key not in known)),
        arrived=judge.arrived,
        looked=frozenset([*(rule.code for rule in all_rules()), *(detector.code for detector in eyes.detectors)]),
    )


class _Judge:
    """The engine, with a tick for every day that passes."""

    def __init__(self, reference: Reference) -> None:
        self._engine = Engine(RuleBook(all_rules(), reference), MemoryHistories())
        self._position = 0
        self._next: datetime | None = None
        self.flags: dict[str, Flag] = {}
        self.arrived: dict[str, datetime] = {}

    def until(self, instant: datetime) -> None:
        """Let time go on to ``instant``, from midnight to midnight."""
        if self._next is None:
            self._next = instant.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
        while self._next <= instant:
            self._position += 1
            note(self.flags, self._engine.tick(self._next, self._position, self._next))
            self._let_hear(self._next)
            self._next += DAY

    def take(self, event: CustodyEvent, at: datetime) -> tuple[EventRecord, int, datetime]:
        """Take in one event; the record, its position and its instant."""
        self._position += 1
        record = record_of(event)
        self.arrived.setdefault(event.event_id, at)
        position = self._position
        note(self.flags, self._engine.event(record, position, at).findings)
        self._let_hear(at)
        return record, position, at

    def _let_hear(self, at: datetime) -> None:
        for _, findings in self._engine.let_hear(self._position + 1, at):
            self._position += 1
            note(self.flags, findings)
