"""The engine: one record of the log in, the findings that it raises, revises or retracts out.

Everything that can change a verdict is a record: an event, a tick (time as data), a change of reference data, a new
version of the rules, what a lot tells the lots made of it. So the findings, with their revisions, are a function of the
log. What is open in the end is a function of the set of events and of the last tick alone, whatever order they came in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import Protocol

from schemas.errors import QuarantineError
from schemas.events import EventRecord
from schemas.findings import Finding
from schemas.records import ReferenceChanged, Taint
from schemas.reference.concerned import Concerned, concerned
from schemas.routing import SubjectKind, shares
from stream_processors.custody.emitter import EmitterHistory, RememberedUses
from stream_processors.custody.history import Entry, History
from stream_processors.dispatch import Place
from stream_processors.mentions import emitters_named, naming_texts, texts_of
from stream_processors.rulebook import RuleBook
from stream_processors.verdicts import Verdicts, as_finding

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""Before the first tick no deadline is due."""


class HistoryStore(Protocol):
    """Where histories live between records. ``contracts/`` in the tests say what an implementation must keep."""

    def history(self, kind: SubjectKind, subject: str) -> History:
        """The history of ``subject``, empty if nothing is known of it."""

    def changed(self, history: History, position: int, due: datetime | None) -> None:
        """``history`` took in the record at ``position``; it must be looked at again once a tick is later than ``due``.

        ``position`` is 0 where nothing was taken in.
        """

    def due_before(self, instant: datetime) -> Iterable[History]:
        """Histories that asked to be looked at before ``instant``, in order of their subjects."""

    def all(self) -> Iterable[History]:
        """Every history, in order of subjects."""

    def naming(self, wanted: Concerned) -> Iterable[History]:
        """At least the histories with an event that names something of what is ``wanted``, in order of subjects."""

    def seen_by(self, places: frozenset[Place], codes: frozenset[str]) -> Iterable[History]:
        """Histories with an event in one of ``places``, or a published verdict of a rule of ``codes``, in order of
        subjects.
        """

    def foresee(self, wanted: Concerned) -> None:
        """Parts of what is ``wanted`` will be asked for one after the other."""

    def judged_by(self, book: RuleBook) -> None:
        """From now on histories are read under ``book``."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one record did: the findings it changed, and whether it was a repeat of what was known already."""

    findings: list[Finding]
    repeated: bool


def everything(subject: str) -> bool:  # noqa: ARG001 - the answer is the same for all
    """What one engine that is alone looks after."""
    return True


class Engine:
    """Holds the rules, the store and the last tick; pure apart from the store it is given."""

    def __init__(
        self,
        book: RuleBook,
        store: HistoryStore,
        now: datetime = BEGINNING,
        owns: Callable[[str], bool] = everything,
    ) -> None:
        """An engine that has seen ticks up to ``now``, for the subjects that ``owns`` says are its own."""
        self.book = book
        self.store = store
        self.now = now
        self._owns = owns
        self._told: list[Taint] = []

    def event(self, record: EventRecord, position: int, known_at: datetime) -> Step:
        """Take in one event that stands at ``position`` of the log since ``known_at``."""
        changed: dict[str, History] = {}
        for share in shares(record.event):
            if not self._owns(share.subject):
                continue
            history = self.store.history(share.kind, share.subject)
            if history.put(record, share, self.book):
                changed[share.subject] = history
        findings: list[Finding] = []
        for history in changed.values():
            if history.is_quiet:
                self.store.changed(history, position, None)
                continue
            findings += self._publish(history, position, known_at, record.event.event_id)
            self._told += history.tell(position, record.event.event_id, self.now)
            self.store.changed(history, position, history.due(self.book, self.now))
        return Step(findings, not changed)

    def taint(self, taint: Taint, position: int, known_at: datetime) -> Step:
        """Let a lot hear, at ``position`` of the log, what one that it was made of tells of itself."""
        if not self._owns(taint.subject):
            return Step([], repeated=True)
        history = self.store.history(SubjectKind.LOT, taint.subject)
        if not history.hear(taint):
            return Step([], repeated=True)
        findings = self._publish(history, position, known_at, taint.cause)
        self._told += history.tell(position, taint.cause, self.now)
        self.store.changed(history, position, history.due(self.book, self.now))
        return Step(findings, repeated=False)

    def take_told(self) -> list[Taint]:
        """What histories have to tell others since this was asked last, in order; each must become a record."""
        told, self._told = self._told, []
        return sorted(told, key=_told_place)

    def let_hear(self, position: int, known_at: datetime) -> Iterator[tuple[Taint, list[Finding]]]:
        """Where one engine has all subjects: take in what they tell each other, until nobody has anything to tell.

        Each is a record of its own, the first at ``position``; ``known_at`` is that of the record that led to them.
        """
        if not self._told:
            return
        waiting = deque(self.take_told())
        while waiting:
            taint = waiting.popleft()
            yield taint, self.taint(taint, position, known_at).findings
            waiting += self.take_told()
            position += 1

    def tick(self, at: datetime, position: int, known_at: datetime) -> list[Finding]:
        """Time has come to ``at``: judge again whatever has a deadline before it. Time never runs backwards."""
        if at <= self.now:
            return []
        self.now = at
        findings: list[Finding] = []
        for history in self.store.due_before(at):
            findings.extend(self._publish(history, position, known_at, None))
            self._told += history.tell(position, None, self.now)
            self.store.changed(history, 0, history.due(self.book, self.now))
        return findings

    def judge_again(self, position: int, known_at: datetime, codes: frozenset[str] | None = None) -> Iterator[Finding]:
        """The rules have changed: tell the difference for every subject, history by history.

        ``codes`` are the only rules that were added, removed or changed, with nothing else, if that is known.
        """
        places = None if codes is None else self.book.places_of(codes)
        histories = self.store.all() if codes is None or places is None else self.store.seen_by(places, codes)
        return self._judge_again(histories, position, known_at, None)

    def reference_changed(self, change: ReferenceChanged, change_id: str, position: int, known_at: datetime) -> Step:
        """Reference data have changed: from here on the new ones count, and whom the change concerns is judged again.

        Raises ``QuarantineError`` for a change that cannot be; then nothing has changed.
        """
        before = self.book.reference
        after = before.after(change)
        if after is before:
            return Step([], True)
        self.book = self.book.with_reference(after)
        self.store.judged_by(self.book)
        wanted = concerned(change, before, after)
        histories = self.store.all() if wanted.everything else self.store.naming(wanted)
        return Step(list(self._judge_again(histories, position, known_at, change_id)), False)

    def foresee(self, changes: Iterable[ReferenceChanged]) -> None:
        """These changes come next: what they need is looked for together. Says and changes nothing."""
        reference, wanted = self.book.reference, Concerned()
        for change in changes:
            with suppress(QuarantineError):  # it is refused when it is taken in
                after = reference.after(change)
                part = Concerned() if after is reference else concerned(change, reference, after)
                wanted, reference = wanted if part.everything else wanted | part, after
        self.store.foresee(wanted)

    def _judge_again(
        self, histories: Iterable[History], position: int, known_at: datetime, cause: str | None
    ) -> Iterator[Finding]:
        for history in histories:
            history.fold_again(self.book)
            yield from self._publish(history, position, known_at, cause)
            told = history.tell(position, cause, self.now) if cause else history.tell_again(position, self.now)
            self._told += told
            self.store.changed(history, 0, history.due(self.book, self.now))

    def tell_everything(self, position: int) -> None:
        """Others may have been told otherwise, nobody knows what: tell every lot what stands now."""
        self._told = [taint for history in self.store.all() for taint in history.tell_everything(position)]

    def _publish(self, history: History, position: int, known_at: datetime, cause: str | None) -> list[Finding]:
        """Compare what is wrong now with what was published, and say the difference."""
        current = history.verdicts(self.book, self.now)
        if current == history.published:
            return []
        findings = _difference(history, current, position, known_at, cause)
        history.published = current
        return findings


def _told_place(taint: Taint) -> tuple[str, str, str, bytes]:
    return taint.subject, taint.told_by, taint.event_id, taint.digest


def _difference(
    history: History, current: Verdicts, position: int, known_at: datetime, cause: str | None
) -> list[Finding]:
    before = history.published
    changed = [
        key for key, verdict in current.items() if (known := before.get(key)) is not verdict and known != verdict
    ]
    findings = [as_finding(current[key], history.subject, position, known_at) for key in sorted(changed)]
    findings += [
        as_finding(verdict, history.subject, position, known_at, cured_by=cause, raised=False)
        for key, verdict in sorted(before.items())
        if key not in current
    ]
    return findings


class MemoryHistories:
    """A ``HistoryStore`` in memory."""

    def __init__(self) -> None:
        """An empty store."""
        self._histories: dict[str, History] = {}
        self._due: dict[str, datetime] = {}
        self._heap: list[tuple[datetime, str]] = []
        self._texts: dict[bytes, frozenset[str]] = {}

    def history(self, kind: SubjectKind, subject: str) -> History:
        """The history of ``subject``, empty if nothing is known of it."""
        found = self._histories.get(subject)
        if found is None:
            numbers = kind is SubjectKind.EMITTER
            found = EmitterHistory(subject, RememberedUses()) if numbers else History(kind, subject)
            self._histories[subject] = found
        return found

    def changed(self, history: History, position: int, due: datetime | None) -> None:  # noqa: ARG002 - the protocol's
        """Note when to look again; the history itself is held by reference."""
        subject = history.subject
        if due is None:
            self._due.pop(subject, None)
        elif self._due.get(subject) != due:
            self._due[subject] = due
            heappush(self._heap, (due, subject))

    def due_before(self, instant: datetime) -> Iterable[History]:
        """Histories whose instant is before ``instant``, in order of their subjects."""
        subjects: set[str] = set()
        while self._heap and self._heap[0][0] < instant:
            due, subject = heappop(self._heap)
            if self._due.get(subject) == due:
                del self._due[subject]
                subjects.add(subject)
        return [self._histories[subject] for subject in sorted(subjects)]

    def all(self) -> Iterable[History]:
        """Every history, in order of subjects."""
        return [self._histories[subject] for subject in sorted(self._histories)]

    def naming(self, wanted: Concerned) -> Iterable[History]:
        """The histories with an event that names something of what is ``wanted``, in order of subjects."""
        names, emitters = naming_texts(wanted), emitters_named(wanted)
        return [
            history
            for history in self.all()
            if wanted.everything
            or history.subject in emitters
            or any(names(self._texts_of(entry)) for entry in history.known())
        ]

    def _texts_of(self, entry: Entry) -> frozenset[str]:
        found = self._texts.get(entry.digest)
        if found is None:
            found = self._texts[entry.digest] = texts_of(entry.event)
        return found

    def seen_by(self, places: frozenset[Place], codes: frozenset[str]) -> Iterable[History]:
        """Histories with an event in one of ``places``, or a published verdict of a rule of ``codes``."""
        return [
            history
            for history in self.all()
            if any(rule in codes for rule, _ in history.published)
            or any((history.kind, type(entry.event.body), entry.share.role) in places for entry in history.known())
        ]

    def foresee(self, wanted: Concerned) -> None:
        """Nothing is gained by knowing it."""

    def judged_by(self, book: RuleBook) -> None:
        """Histories are never read again here."""
