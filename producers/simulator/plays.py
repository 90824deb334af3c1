"""Plays: storylines of weeks or months, with parties and sites of their own, in the midst of an honest world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from producers.simulator.actors import SOURCE, Actor
from producers.simulator.cast import Cast
from producers.simulator.casting import Casting
from producers.simulator.injection import CONSEQUENCES, LATE
from producers.simulator.kinds import Kind
from producers.simulator.labels import Label
from producers.simulator.licensing import licence_of
from producers.simulator.links import DAILY, Link
from producers.simulator.story import Stage, Story, Telling
from schemas.events import Body, CustodyEvent, Evidence, Place
from schemas.reference.model import Licence, Reference
from schemas.reference.records import Site
from schemas.reference.statistics import OperatorProduction, ProductionFigure, TradeFigure

USUAL_START = date(2026, 1, 5)
"""The first day of the worlds in which plays are given, where a play names no other."""


def unchanged(reference: Reference) -> Reference:
    """The reference data as they are."""
    return reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A storyline and what must be said of it.

    ``stage`` sets it up: it makes parties and sites and says what is told when; its docstring tells what happens.
    ``rules``: the codes that must flag it, or for an honest look-alike those that must not. ``also``: rules that may
    speak of its lots, certificates, parties and sites as a consequence. ``start``: first day of its world. ``uses``:
    names of what it cannot share with another play, as ``country:GH``. ``amend``: what it changes in the reference
    data; ``figures``, ``operators`` and ``trade`` are published beside the packaged figures. ``out_of_reach``
    says why its rules cannot see it, where that is so.
    """

    name: str
    pattern: str
    kind: Kind
    rules: tuple[str, ...]
    stage: Callable[[Production], None]
    also: tuple[str, ...] = ()
    start: date = USUAL_START
    uses: frozenset[str] = frozenset()
    amend: Callable[[Reference], Reference] = unchanged
    figures: tuple[ProductionFigure, ...] = ()
    operators: tuple[OperatorProduction, ...] = ()
    trade: tuple[TradeFigure, ...] = ()
    out_of_reach: str = ""

    @property
    def facts(self) -> str:
        """What happens, in words."""
        return " ".join((self.stage.__doc__ or "").split())


@dataclass(slots=True)
class Production:
    """One performance of a play in one world: its parties, what is told when, and its labels."""

    play: Play
    number: int
    stage: Stage
    starts: datetime
    rng: Random
    threads: list[tuple[Thread, Telling]] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    licences: list[Licence] = field(default_factory=list)
    """Licences of its parties; one that has none here is licensed as everybody of its role is."""

    told: set[str] = field(default_factory=set)
    bend: Callable[[CustodyEvent], CustodyEvent | None] | None = None
    """What becomes of each event of every thread before it is sent; see ``Thread.bend``."""

    _casting: Casting | None = None
    _wrong: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _corrected: set[tuple[str, str]] = field(default_factory=set)
    _also: list[tuple[str, str]] = field(default_factory=list)

    @property
    def cast(self) -> Cast:
        """Everybody in the world."""
        return self.stage.cast

    @property
    def guests(self) -> list[Actor]:
        """The parties of this play that the register does not hold."""
        return self._guests.added

    @property
    def _guests(self) -> Casting:
        if self._casting is None:
            self._casting = Casting(self.cast.reference, self.rng)
        return self._casting

    def party(
        self, role: str, country: str, link: Link = DAILY, site: Site | None = None, *, connected: bool = True
    ) -> Actor:
        """A new party that nobody else in the world deals with; its country has an authority from now on."""
        self.cast.need_authority(country, self._guests)
        made = self._guests.actor(self._party_id(), country, role, link, site)
        if not connected:
            self.guests.remove(made)
            made = replace(made, connected=False)
            self.guests.append(made)
        self.cast.actors[made.party_id] = made
        return made

    def unknown(self, party_id: str, like: Actor) -> Actor:
        """Somebody who records as ``like`` does, under a name that no register holds."""
        made = replace(like, party_id=party_id, name=party_id, voice=party_id)
        self.cast.actors[party_id] = made
        return made

    def digger(self, cooperative: Actor) -> Actor:
        """A new digger, for whom ``cooperative`` records."""
        made = self._guests.digger(self._party_id(), cooperative)
        self.cast.actors[made.party_id] = made
        return made

    def _party_id(self) -> str:
        return f"{self._prefix}-{len(self.guests) + 1}"

    @property
    def _prefix(self) -> str:
        return f"SIM-{self.play.name.upper().replace('_', '-')}"

    def site(self, country: str, kind: str, *, capacity: int | None = None, area: str | None = None) -> Site:
        """A new site, as ``mine`` or ``artisanal``; ``capacity`` in carats a year."""
        site_id = f"{self._prefix}-S{len(self.sites) + 1}"
        made = Site(site_id, site_id, country, kind, area, capacity, None, None, SOURCE, "proposed", "made up")
        self.sites.append(made)
        return made

    def licensed(self, holder: Actor, kind: str, number: str | None = None, **more: Any) -> Licence:
        """A licence of ``holder`` under the number by which ``props.mined`` calls it, with what else it shall say."""
        made = licence_of(number or f"LIC-{holder.party_id}", holder, kind, **more)
        self.licences.append(made)
        return made

    def at(self, days: float, tell: Callable[[Thread], Telling]) -> None:
        """Let ``tell`` begin so many days after the first day of the world; threads run beside each other."""
        thread = Thread(self, len(self.threads) + 1, self.starts + timedelta(days=days))
        self.threads.append((thread, tell(thread)))

    def wrong(self, rule: str, subject: str, *events: CustodyEvent, corrected: bool = False) -> None:
        """``rule`` must flag ``subject`` because of ``events``; said several times of one subject it counts once.

        A subject that ends in ``*`` stands for every one that begins so. ``corrected``: it must be taken back later.
        """
        self._wrong.setdefault((rule, subject), []).extend(event.event_id for event in events)
        if corrected:
            self._corrected.add((rule, subject))

    def consequence(self, rule: str, subject: str) -> None:
        """``rule`` may speak of ``subject`` too, which is neither a hit nor a false alarm; ``*`` as in ``wrong``."""
        self._also.append((rule, subject))

    @property
    def labels(self) -> tuple[Label, ...]:
        """One label for each subject that was said to be wrong."""
        return tuple(
            Label(
                fault=self.play.name,
                rule=rule,
                subject=subject,
                event_id="",
                note=self.play.facts,
                also=(*self.play.also, *CONSEQUENCES, *LATE),
                kind=self.play.kind,
                case=self.number,
                faulty=tuple(dict.fromkeys(events)),
                corrected=(rule, subject) in self._corrected,
            )
            for (rule, subject), events in self._wrong.items()
        )

    @property
    def consequences(self) -> tuple[tuple[str, str], ...]:
        """Rules and subjects that may be spoken of too."""
        return tuple(self._also)


class Thread(Story):
    """One strand of a play. Everything that honest stories are told with takes it as its story."""

    __slots__ = ("_place", "bend", "held", "production", "told")

    def __init__(self, production: Production, place: int, start: datetime) -> None:
        """The strand of ``production`` with the number ``place``, which begins at ``start``."""
        super().__init__(production.stage, production.number, Random(production.rng.getrandbits(64)), start, None)
        self.production = production
        self._place = place
        self.told: list[CustodyEvent] = []
        self.bend: Callable[[CustodyEvent], CustodyEvent | None] | None = None
        """What becomes of each event of this thread before it is sent: itself, another one, or None for nothing."""

        self.held = timedelta(0)
        """How much longer than usual what is told from now on waits before it is sent."""

    def name(self, prefix: str) -> str:
        """A name that nothing else in this world has."""
        self._lots += 1
        return f"{prefix}-P{-self.number}-{self._place}-{self._lots}"

    def last(self, body: type[Body]) -> CustodyEvent:
        """The last event of this kind that this thread told."""
        return next(event for event in reversed(self.told) if isinstance(event.body, body))

    def tell(self, actor: Actor, body: Body, place: Place | None = None, evidence: tuple[Evidence, ...] = ()) -> None:
        """``actor`` records that ``body`` happens now, or what ``bend`` makes of it; no slips of the pen."""
        if self.ended:
            return
        event: CustodyEvent | None = self.envelope(actor, self.now + actor.clock, body, place or actor.place, evidence)
        for bend in (self.production.bend, self.bend):
            if bend is not None and event is not None:
                event = bend(event)
        if event is not None:
            self.send(event, self.held)

    def send(
        self,
        event: CustodyEvent,
        held: timedelta = timedelta(0),
        *,
        numbered_as: str | None = None,
        held_back: bool = False,
    ) -> None:
        """Put ``event`` into the post and remember it."""
        self.told.append(event)
        self.production.told.add(event.event_id)
        super().send(event, held, numbered_as=numbered_as, held_back=held_back)
