"""The world: stories begin one after the other, go on when their time comes, and what they tell is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from pathlib import Path
from random import Random

from producers.simulator.artisanal import tell_artisanal
from producers.simulator.cast import Cast
from producers.simulator.injection import Fault, Injection
from producers.simulator.labels import Label, write_labels
from producers.simulator.licensing import licences_of, zones_of
from producers.simulator.mines import tell_mine
from producers.simulator.plan import FaultPlan, planned
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.post import Post, Sent
from producers.simulator.stock import tell_lab_grown, tell_polished_stock, tell_rough_stock
from producers.simulator.story import Stage, Story, Telling
from schemas.errors import ConfigurationError, StopError
from schemas.reference.load import load_reference
from schemas.reference.model import Licence, Reference, Zone
from schemas.reference.records import Party, Site

KINDS: dict[str, tuple[Callable[[Story], Telling], int, int]] = {
    "mine": (tell_mine, 40, 41),
    "artisanal": (tell_artisanal, 25, 55),
    "rough_stock": (tell_rough_stock, 18, 38),
    "polished_stock": (tell_polished_stock, 12, 12),
    "lab_grown": (tell_lab_grown, 5, 20),
}
"""Kinds of stories: who tells it, how often of a hundred, and about how many events it has."""

_SETTLED = timedelta(days=91)
"""So long after the last event every deadline has passed."""

_STRANDS = 1_000_000
"""More threads than this no play has."""

_PATIENCE = 400
"""A fault that found no place in so many stories will find none."""


class World:
    """One simulated world. Go through ``sent()`` once; then ``labels`` and ``ends_at`` are complete."""

    def __init__(
        self,
        rng: Random,
        events: int,
        faults: int | FaultPlan,
        start: date,
        reference: Reference,
        per_day: int,
        plays: Sequence[Play] = (),
    ) -> None:
        """A world in which nothing has happened; see ``simulate``."""
        self._rng = rng
        self._events = events
        self._per_day = per_day
        self._start = datetime.combine(start, time(6), UTC)
        cast = Cast(reference, start, rng)
        self._stage = Stage(cast, Post())
        self._faults = planned(faults, rng, start)
        self._asked = len(self._faults)
        self._named = Counter(fault.name for fault in self._faults)
        self._misses: Counter[str] = Counter()
        self._labels: list[Label] = []
        self._active: list[tuple[datetime, int, Story, Telling]] = []
        self._expected: dict[int, int] = {}
        self._ahead = 0
        self._stories = 0
        self._played = 0
        self._cases: dict[int, set[str]] = {}
        self._begun = False
        self._over = False
        self.productions = tuple(self._stage_play(play, number) for number, play in enumerate(plays, 1))
        guests = [actor for production in self.productions for actor in production.guests]
        self.parties: tuple[Party, ...] = tuple(actor.party() for actor in (*cast.added, *guests))
        own = [licence for production in self.productions for licence in production.licences]
        others = licences_of(cast, guests, start, frozenset(licence.holder for licence in own))
        self.licences: tuple[Licence, ...] = (*others, *own)
        self.zones: tuple[Zone, ...] = zones_of(cast)
        self.sites: tuple[Site, ...] = (*cast.sites, *(site for made in self.productions for site in made.sites))

    def sent(self) -> Iterator[Sent]:
        """Every event in the order in which it was sent, as it is made up. Only once: a second time is an error."""
        if self._begun:
            raise StopError("expected one reading of sent(), got a second one; call simulate() again with the seed")
        self._begun = True
        clock = self._start
        post, active = self._stage.post, self._active
        while self._wanted() or active:
            if self._wanted() and (not active or clock <= active[0][0]):
                yield from post.until(clock)
                clock = self._begin(clock)
                continue
            wake, number, story, telling = heappop(active)
            if not self._wanted():
                clock = max(clock, wake)  # stories may be wanted again, but never in the past
            yield from post.until(wake)
            self._go_on(number, story, telling)
        yield from post.until(None)
        self._over = True

    def _stage_play(self, play: Play, number: int) -> Production:
        """Set up a play, with random numbers of its own, so that what else happens is the same without it."""
        rng = Random(f"{play.name} {self._rng.getstate()[1][0]}")
        production = Production(play, -number, self._stage, self._start, rng)
        play.stage(production)
        for place, (thread, telling) in enumerate(production.threads):
            key = -number * _STRANDS - place
            self._expected[key] = 0
            heappush(self._active, (thread.now, key, thread, telling))
        return production

    def _wanted(self) -> bool:
        return bool(self._faults) or self._stage.emitted - self._played + self._ahead < self._events

    def _begin(self, clock: datetime) -> datetime:
        """Begin a story at ``clock``; the instant at which the next one may begin."""
        self._stories += 1
        fault = self._due_fault()
        name = self._kind(fault)
        tell, _, length = KINDS[name]
        injection = Injection(fault, self._labels) if fault else None
        if injection is not None:
            self._cases[self._stories] = injection.told
        rng = Random(self._rng.getrandbits(64))
        story = Story(self._stage, self._stories, rng, clock, injection)
        self._expected[self._stories] = length
        self._ahead += length
        self._go_on(self._stories, story, tell(story))
        return clock + timedelta(seconds=int(self._rng.expovariate(self._per_day / length / 86_400)))

    def _go_on(self, number: int, story: Story, telling: Telling) -> None:
        before = story.emitted
        wake = None if story.ended else next(telling, None)
        expected = self._expected.pop(number)
        self._ahead -= expected
        if isinstance(story, Thread):
            self._played += story.emitted - before
        if wake is None or story.ended:
            self._missed(story)
            return
        left = self._expected[number] = max(0, expected - (story.emitted - before))
        self._ahead += left
        heappush(self._active, (wake, number, story, telling))

    def _kind(self, fault: Fault | None) -> str:
        names = [name for name in KINDS if fault is None or name in fault.stories]
        return self._rng.choices(names, [KINDS[name][1] for name in names])[0]

    def _due_fault(self) -> Fault | None:
        """The next fault, when so much has been told that it is its turn: faults are spread over the whole world."""
        if not self._faults:
            return None
        begun = self._stage.emitted - self._played + self._ahead
        turn = (self._asked - len(self._faults)) * self._events * 9 // (10 * self._asked)
        return self._faults.popleft() if begun >= turn else None

    def _missed(self, story: Story) -> None:
        """A fault that found no place in its story goes into another one."""
        injection = story.injection
        if not isinstance(injection, Injection) or injection.done:
            return
        name = injection.fault.name
        self._misses[name] += 1
        if self._misses[name] > _PATIENCE * self._named[name]:
            raise StopError(f"no story has a place for the fault {name}; take it out of the plan")
        self._faults.appendleft(injection.fault)

    @property
    def labels(self) -> tuple[Label, ...]:
        """What was done wrong on purpose."""
        self._check_over("labels")
        return (*self._labels, *(label for production in self.productions for label in production.labels))

    @property
    def cases(self) -> dict[int, frozenset[str]]:
        """The ids of all events of each story with a fault, and of each play, by the number that labels give it."""
        self._check_over("cases")
        told = {**self._cases, **{production.number: production.told for production in self.productions}}
        return {number: frozenset(events) for number, events in told.items()}

    @property
    def ends_at(self) -> datetime:
        """An instant from which every deadline has passed, and every honest obligation is met."""
        self._check_over("ends_at")
        return (self._stage.last or self._start) + _SETTLED

    @property
    def peak(self) -> int:
        """The largest number of events that were waiting to be sent at one time."""
        return self._stage.post.peak

    def write_labels(self, path: Path) -> None:
        """Write ``labels`` as JSON Lines."""
        write_labels(self.labels, path)

    def _check_over(self, what: str) -> None:
        if not self._over:
            raise StopError(f"expected sent() to be read to its end before {what} is asked for; read it first")


def simulate(
    seed: int,
    events: int,
    *,
    faults: int | FaultPlan = 0,
    start: date = date(2026, 1, 5),
    reference: Reference | None = None,
    per_day: int | None = None,
    plays: Sequence[Play] = (),
) -> World:
    """A world of at least ``events`` events, the same for the same arguments.

    Every story is told to its end, so there are somewhat more. ``faults``: how many, or which. ``per_day``: about how
    many events a day; without it at most 2,000, so that a small world still lasts for two months. ``reference``:
    without it the packaged data. ``plays`` are given beside, and their events are not counted. Raises
    ConfigurationError for numbers that make no sense.
    """
    if events < 1 or (per_day is not None and per_day < 1) or (isinstance(faults, int) and faults < 0):
        raise ConfigurationError(
            f"expected events >= 1, faults >= 0 and per_day >= 1, got {events}, {faults} and {per_day}"
        )
    usual = min(2_000, max(10, events // 60))
    return World(Random(seed), events, faults, start, reference or load_reference(), per_day or usual, plays)
