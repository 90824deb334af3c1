"""What a fault is, and how one is put into an honest story: it sees each event before it is sent, and may change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from producers.simulator.actors import Actor
from producers.simulator.ids import uuid_text
from producers.simulator.kinds import Kind
from producers.simulator.labels import Label
from producers.simulator.story import Story
from schemas.events import (
    Body,
    Certificate,
    CertificateIssued,
    CustodyEvent,
    CustodyReleased,
    DeclarationReason,
    ErrorDeclaration,
    ImportConfirmed,
    LotLine,
    Place,
    ShipmentExported,
)
from schemas.routing import lot_subject

ROUGH_STORIES = frozenset({"mine", "artisanal", "rough_stock"})
"""Kinds of stories in which natural rough crosses borders."""

ALL_STORIES = ROUGH_STORIES | {"polished_stock", "lab_grown"}

CONSEQUENCES = ("LIN001",)
"""Rules that speak as a consequence of every fault, on the lots that are made of the faulty one."""

LATE = ("COM001",)
"""Rules that may speak while an event is held: its number is missing until it comes."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One more finding that a fault must lead to."""

    rule: str
    subject: str
    judged: str = ""


@dataclass(frozen=True, slots=True)
class Tampering:
    """What becomes of one honest event: what is sent in its place, and what must be found.

    ``subjects`` each get a label with ``judged``, the id of the event the rule is about; ``further`` are findings of
    other rules that must be made too. ``faulty``: the events that are wrong, where it is not the judged one alone.
    ``held``: how much longer than usual an event waits before it is sent, by its id. ``corrected``: an error
    declaration is among the events, so what was found must be taken back. ``ends``: nothing of this story is told
    afterwards. ``more``: the fault goes on with a later event. ``held_back``: the emitter numbered one more event
    before the first of ``events``, and never sends it. ``one_number``: ``events`` have one number together.
    """

    events: tuple[CustodyEvent, ...]
    subjects: tuple[str, ...] = ()
    judged: str = ""
    ends: bool = False
    more: bool = False
    further: tuple[Expected, ...] = ()
    faulty: tuple[str, ...] = ()
    held: tuple[tuple[str, timedelta], ...] = ()
    corrected: bool = False
    held_back: bool = False
    one_number: bool = False


class Scene:
    """What a fault may know of the story so far, and the means to make events that fit in."""

    __slots__ = ("_story", "abroad", "certificate", "exports", "memory", "releases")

    def __init__(self, story: Story) -> None:
        """The scene of ``story``, of which nothing has been told."""
        self._story = story
        self.abroad = False
        self.certificate: Certificate | None = None
        self.exports: dict[str, str] = {}
        self.releases: dict[str, CustodyEvent] = {}
        self.memory: set[str] = set()

    def see(self, event: CustodyEvent) -> None:
        """Note what later events refer to. ``abroad``: between a certificate and the confirmation of its import."""
        body = event.body
        match body:
            case CustodyReleased():
                self.releases[body.handover_id] = event
            case ShipmentExported():
                self.exports[body.shipment_id] = event.event_id
            case CertificateIssued():
                self.abroad = True
                self.certificate = body.certificate
            case ImportConfirmed():
                self.abroad = False
            case _:
                pass

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self._story.whole(low, high)

    def name(self, prefix: str) -> str:
        """A name that nothing else has."""
        return self._story.name(prefix)

    def new_id(self) -> str:
        """An event id that nothing else has."""
        return uuid_text(self._story.rng.getrandbits(128))

    def another(
        self,
        event: CustodyEvent,
        body: Body,
        *,
        hours: int = 0,
        minutes: int = 30,
        by: Actor | None = None,
        place: Place | None = None,
    ) -> CustodyEvent:
        """A further event some time after ``event``, by the same emitter where no other is named."""
        actor = by or self.actor(event.emitter)
        at = event.occurred_at + timedelta(hours=hours, minutes=minutes)
        return self._story.envelope(actor, at, body, place or event.place)

    def later(self, event: CustodyEvent, delay: timedelta) -> CustodyEvent:
        """The same event ``delay`` later."""
        return replace(event, occurred_at=event.occurred_at + delay, recorded_at=event.recorded_at + delay)

    def taken_back(self, event: CustodyEvent, after: timedelta) -> CustodyEvent:
        """The declaration that ``event`` was recorded in error, made ``after`` it was written down."""
        noticed = event.recorded_at + after
        return replace(
            event,
            recorded_at=noticed,
            error_declaration=ErrorDeclaration(noticed, DeclarationReason.INCORRECT_DATA, ()),
        )

    def actor(self, party_id: str) -> Actor:
        """The actor with this id."""
        return self._story.stage.cast.actors[party_id]

    def authority(self, country: str) -> Actor:
        """The Kimberley Process authority of ``country``."""
        return self._story.stage.cast.authority(country)

    def connected(self, party_id: str) -> bool:
        """Whether events of this party are expected at all."""
        return self.actor(party_id).connected

    def stranger(self, *others: str) -> Actor:
        """A connected trader that is none of ``others``."""
        traders = [t for centre in self._story.stage.cast.centres for t in centre.traders]
        return self._story.pick([t for t in traders if t.connected and t.party_id not in others])

    def retired_collector(self, site_id: str) -> Actor | None:
        """The collector at this digging whose licence has ended; None where nobody digs."""
        diggings = self._story.stage.cast.diggings
        return next((digging.retired for digging in diggings if digging.site.site_id == site_id), None)

    def elsewhere(self, country: str) -> str:
        """Another trading country, of another participant than ``country``."""
        cast, day = self._story.stage.cast, self._story.now.date()
        home = cast.participant(country, day)
        countries = [c.hub.country for c in cast.centres]
        return self._story.pick([c for c in countries if cast.participant(c, day) != home])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A kind of fault: the rule that must flag it, others that may speak too, and the stories in which it can occur.
    That lots which descend from the faulty one say so is expected of every fault.

    ``tamper`` is asked about every event of the story until it answers; its docstring is what the label says.
    ``countries``: where such a story has to begin; anywhere if none is named. ``since``: the first day of a world in
    which it is against the law. ``pattern`` is the key of the known pattern that it is a case of, if it is one;
    ``kind`` how plain a case. One that is honest names in ``rule`` the rule that must stay silent.
    ``out_of_reach`` says why its rule cannot see it, where that is so.
    """

    name: str
    rule: str
    tamper: Callable[[Scene, CustodyEvent], Tampering | None]
    also: tuple[str, ...] = ()
    stories: frozenset[str] = ROUGH_STORIES
    countries: frozenset[str] = frozenset()
    since: date = date.min
    pattern: str = ""
    kind: Kind = Kind.PLAIN
    out_of_reach: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes that are measured by it."""
        return (self.rule,)

    @property
    def facts(self) -> str:
        """What happens, in words."""
        return " ".join((self.tamper.__doc__ or "").split())


class Injection:
    """One fault on its way into one story; ``told`` are the events of that story."""

    __slots__ = ("_labels", "_scene", "done", "fault", "told")

    def __init__(self, fault: Fault, labels: list[Label]) -> None:
        """``labels`` is where the labels go."""
        self.fault = fault
        self.done = False
        self.told: set[str] = set()
        self._labels = labels
        self._scene: Scene | None = None

    @property
    def countries(self) -> frozenset[str]:
        """Where its story has to begin."""
        return self.fault.countries

    def touch(self, story: Story, event: CustodyEvent) -> None:
        """Send ``event``, or what the fault makes of it."""
        if self._scene is None:
            self._scene = Scene(story)
        if not self.done:
            self._scene.see(event)
            found = self.fault.tamper(self._scene, event)
            if found is not None:
                self._carry_out(story, found)
                return
        self.told.add(event.event_id)
        story.send(event)

    def _carry_out(self, story: Story, found: Tampering) -> None:
        held = dict(found.held)
        for place, event in enumerate(found.events):
            self.told.add(event.event_id)
            story.send(
                event,
                held.get(event.event_id, timedelta(0)),
                numbered_as=found.events[0].event_id if found.one_number else None,
                held_back=found.held_back and place == 0,
            )
        fault = self.fault
        expected = (*(Expected(fault.rule, subject, found.judged) for subject in found.subjects), *found.further)
        for one in expected:
            self._labels.append(
                Label(
                    fault=fault.name,
                    rule=one.rule,
                    subject=one.subject,
                    event_id=one.judged,
                    note=fault.facts,
                    also=(*fault.also, *CONSEQUENCES, *(LATE if found.held else ())),
                    kind=fault.kind,
                    case=story.number,
                    faulty=found.faulty,
                    corrected=found.corrected,
                )
            )
        self.done = not found.more
        story.ended = found.ends


def lots(lines: tuple[LotLine, ...]) -> tuple[str, ...]:
    """Subjects of the lots of some lines."""
    return tuple(lot_subject(line.lot_id) for line in lines)


def first_line(lines: tuple[LotLine, ...], line: LotLine) -> tuple[LotLine, ...]:
    """``lines`` with another one in first place."""
    return (line, *lines[1:])
