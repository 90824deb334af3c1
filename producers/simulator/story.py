"""The thread of one story: its own random numbers, its time, and the one way to say that something happened.

Every story draws from a generator of its own, so what it tells does not depend on which others are told beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Protocol, TypeVar

from producers.simulator.actors import Actor
from producers.simulator.cast import Cast
from producers.simulator.ids import uuid_text
from producers.simulator.links import FIELD, LONGEST_DELAY, Lines
from producers.simulator.mistakes import mistaken
from producers.simulator.post import Draft, Post
from schemas.events import (
    Body,
    CustodyEvent,
    DeclarationReason,
    ErrorDeclaration,
    Evidence,
    Place,
)

T = TypeVar("T")

Telling = Iterator[datetime]
"""A story as it is told: it names the instant at which it goes on, and nothing it tells then happened before."""

_MISTAKES_PER_MILLE = 4

_OVERLOOKED = ("00", "01", "02", "03")
"""Ends of event ids: one page in 64 of a book at a digging is overlooked, and sent three weeks after it was written."""


class Disturber(Protocol):
    """What a story may carry: it gets every event before it is sent, and sends it or another one in its place."""

    @property
    def done(self) -> bool:
        """Whether it has found its place."""

    @property
    def countries(self) -> frozenset[str]:
        """Where the story has to begin; anywhere if none is named."""

    def touch(self, story: Story, event: CustodyEvent) -> None:
        """Send ``event``, or what becomes of it, in ``story``."""


@dataclass(slots=True)
class Stage:
    """What all stories share: the cast, the post, and counters that must never give a number twice."""

    cast: Cast
    post: Post
    lines: Lines = field(default_factory=Lines)
    serials: dict[str, int] = field(default_factory=dict)
    mined: dict[str, datetime] = field(default_factory=dict)
    emitted: int = 0
    last: datetime | None = None


class Story:
    """One story under way. ``ended`` is set where nothing more happens in it."""

    __slots__ = ("_draw", "_lots", "emitted", "ended", "injection", "now", "number", "rng", "stage")

    def __init__(self, stage: Stage, number: int, rng: Random, start: datetime, injection: Disturber | None) -> None:
        """A story that begins at ``start``; ``injection`` is the fault it has to carry."""
        self.stage = stage
        self.number = number
        self.rng = rng
        self.now = start
        self.injection = injection
        self.ended = False
        self.emitted = 0
        self._draw = rng.random
        self._lots = 0

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._draw() * (high - low + 1))

    def chance(self, per_mille: int) -> bool:
        """True ``per_mille`` times in a thousand."""
        return self._draw() * 1000 < per_mille

    def turn(self, per_mille: int) -> bool:
        """Like ``chance``, for a turn the story may take; it takes every one while a fault looks for its place."""
        taken = self.chance(per_mille)
        return taken or (self.injection is not None and not self.injection.done)

    def suits(self, country: str) -> bool:
        """Whether the story may begin in ``country``: anywhere, or where the fault it carries can occur."""
        return self.injection is None or country in (self.injection.countries or (country,))

    def pick(self, choices: Sequence[T]) -> T:
        """One of ``choices``."""
        return choices[int(self._draw() * len(choices))]

    def hours(self, low: int, high: int) -> datetime:
        """Let ``low`` to ``high`` hours pass; the instant reached."""
        self.now += timedelta(seconds=self.whole(low * 3600, high * 3600))
        return self.now

    def minutes(self, low: int, high: int) -> None:
        """Let ``low`` to ``high`` minutes pass."""
        self.now += timedelta(seconds=self.whole(low * 60, high * 60))

    def name(self, prefix: str) -> str:
        """A name that nothing else in this world has: a lot, a handover, an invoice, a seal."""
        self._lots += 1
        return f"{prefix}-{self.number:06d}-{self._lots}"

    def document(self, kind: str, reference: str) -> tuple[Evidence, ...]:
        """A scanned document."""
        return (Evidence(kind, reference, f"{self.rng.getrandbits(256):064x}"),)

    def tell(self, actor: Actor, body: Body, place: Place | None = None, evidence: tuple[Evidence, ...] = ()) -> None:
        """``actor`` records that ``body`` happens now, at its own place where none is named."""
        if self.ended:
            return
        event = self.envelope(actor, self.now + actor.clock, body, place or actor.place, evidence)
        if self.injection is None:
            if self.chance(_MISTAKES_PER_MILLE):
                self._tell_wrongly(event)
            else:
                self.send(event)
        else:
            self.injection.touch(self, event)

    def envelope(
        self, actor: Actor, at: datetime, body: Body, place: Place, evidence: tuple[Evidence, ...] = ()
    ) -> CustodyEvent:
        """An event of ``actor`` at ``at``; it gets its number when it is written down."""
        return CustodyEvent(
            event_id=uuid_text(self.rng.getrandbits(128)),
            recorded_at=at + timedelta(seconds=int(self._draw() * actor.link.lag)),
            error_declaration=None,
            signature=None,
            occurred_at=at,
            utc_offset_minutes=actor.offset,
            emitter=actor.voice,
            sequence=None,
            place=place,
            evidence=evidence,
            body=body,
        )

    def send(
        self,
        event: CustodyEvent,
        held: timedelta = timedelta(0),
        *,
        numbered_as: str | None = None,
        held_back: bool = False,
    ) -> None:
        """Put ``event`` into the post, now and then twice; one that is ``held`` waits so much longer than usual.

        See ``Draft`` for the faults of its number.
        """
        stage = self.stage
        actor = stage.cast.actors[event.emitter]
        link = actor.link
        written_at = event.recorded_at - actor.clock
        sent_at = stage.lines.sent_at(event.emitter, link, written_at, self.rng) + held
        if link is FIELD and event.event_id[-2:] in _OVERLOOKED:
            sent_at = written_at + LONGEST_DELAY + held
        again = self.chance(link.again)
        copies = (sent_at + timedelta(seconds=self.whole(60, 172_800)),) if again else ()
        stage.post.put(Draft(event, written_at, (sent_at, *copies), numbered_as or event.event_id, held_back))
        stage.emitted += 1
        self.emitted += 1
        if stage.last is None or sent_at > stage.last:
            stage.last = sent_at

    def _tell_wrongly(self, event: CustodyEvent) -> None:
        """An honest slip: the event goes out wrong, is taken back, and goes out again as it should have been."""
        wrong = mistaken(event, uuid_text(self.rng.getrandbits(128)))
        if wrong is None:
            self.send(event)
            return
        noticed = wrong.recorded_at + timedelta(seconds=self.whole(600, 259_200))
        declaration = ErrorDeclaration(noticed, DeclarationReason.INCORRECT_DATA, (event.event_id,))
        self.send(wrong)
        self.send(replace(wrong, recorded_at=noticed, error_declaration=declaration))
        self.send(replace(event, recorded_at=noticed + timedelta(minutes=2)))
