"""The history of one subject: every event known of it, in order, folded and judged.

The verdicts are a function of the set of events put in, and of the instant asked about. An event at the end costs the
same however long the history is; any other change (a late event, a declaration, a second content under one id) folds
again from the place it touches.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased, EventRecord
from schemas.findings import Severity
from schemas.records import Taint, TaintSource
from schemas.routing import Role, Share, SubjectKind, rank
from stream_processors.custody.certificate_fold import fold_certificate
from stream_processors.custody.fold import fold_lot
from stream_processors.custody.lineage import Heard, Link, Sources, concerned, handed_on, told_as_a_whole
from stream_processors.custody.state import CertificateState, LotState, State, WholeState
from stream_processors.rulebook import RuleBook
from stream_processors.verdicts import Verdict, Verdicts, collect

CLOCK_SKEW = timedelta(minutes=15)
"""A receipt stamped at most this long before its release is taken to follow it: clocks differ (convention)."""

Key = tuple[datetime, int, str, str]
_START: dict[SubjectKind, State] = {
    SubjectKind.LOT: LotState(),
    SubjectKind.CERTIFICATE: CertificateState(),
    SubjectKind.EVENT: WholeState(),
}


_HANDED_OVER = (CustodyReleased, CustodyReceived)
_NOTHING: Mapping[Link, Sources] = {}
_TELLING = frozenset({SubjectKind.LOT, SubjectKind.EVENT})
"""Whose breaches are told to lots: not those of a certificate, nor of an emitter's count."""


class Entry:
    """One event in one role: its place in the order, the state after it and what the rules say of it."""

    __slots__ = ("digest", "event", "key", "share", "state", "verdicts")

    state: State
    verdicts: tuple[Verdict, ...]

    def __init__(self, event: CustodyEvent, digest: bytes, share: Share) -> None:
        """An entry that is not folded yet."""
        self.event = event
        self.digest = digest
        self.share = share
        self.key: Key = (event.occurred_at, rank(event.body, share.role), event.event_id, share.role)

    @property
    def precedence(self) -> tuple[datetime, bytes]:
        """Of several contents under one id the one with the smallest precedence counts."""
        return self.event.recorded_at, self.digest


class History:
    """All that is known of one subject. ``published`` are the verdicts last told to the world, by rule and event;
    ``told`` is what the lots made of this one, or made or moved by this event, were last told.
    """

    __slots__ = (
        "_contents", "_contested", "_heard", "_judged", "_void", "entries", "kind", "published", "subject",
        "told",
    )  # fmt: skip

    def __init__(self, kind: SubjectKind, subject: str) -> None:
        """An empty history."""
        self.kind = kind
        self.subject = subject
        self.entries: list[Entry] = []
        self.published: Verdicts = {}
        self.told: Mapping[Link, Sources] = _NOTHING
        self._heard: Heard | None = None
        self._contents: dict[str, list[Entry]] = {}
        self._judged = False
        self._contested = False
        self._void: set[tuple[str, bytes]] | None = None

    @property
    def state(self) -> State:
        """State after the last event."""
        return self.entries[-1].state if self.entries else _START[self.kind]

    def put(self, record: EventRecord, share: Share, book: RuleBook) -> bool:
        """Take in one event as this subject sees it; False when it is a repeat of what is known."""
        event = record.event
        if event.error_declaration is not None:
            return self._declare_void(event.event_id, record.digest, book)
        entry = Entry(event, record.digest, share)
        known = self._contents.get(event.event_id)
        if known is None:
            self._contents[event.event_id] = [entry]
            self._take_in(entry, book)
            return True
        for position, other in enumerate(known):
            if other.digest == record.digest and other.share.role == share.role:
                if event.recorded_at >= other.event.recorded_at:
                    return False
                known[position] = entry
                self._refold(book)
                return True
        known.append(entry)
        if known[0].digest == record.digest:
            self._take_in(entry, book)
        else:
            self._contested = True
            self._refold(book)
        return True

    @property
    def is_quiet(self) -> bool:
        """Whether there is, and was, nothing to tell, and no time to wait for."""
        return not (
            self._judged
            or self.state.obligations
            or self.published
            or self.told
            or self._heard is not None
            or self._contested
        )

    def known(self) -> Iterator[Entry]:
        """Every event that was put in, also those that do not count."""
        for contents in self._contents.values():
            yield from contents

    def fold_again(self, book: RuleBook) -> None:
        """Judge everything anew, under another version of the rules."""
        self.entries.clear()
        self._refold(book)

    def verdicts(self, book: RuleBook, now: datetime) -> Verdicts:
        """What is wrong with this subject as of ``now``, by rule and judged event."""
        obligations = self.state.obligations
        found = book.overdue(obligations, now) if obligations else []
        if not (found or self._judged or self._contested or self._heard):
            return {}
        found += [verdict for entry in self.entries for verdict in entry.verdicts]
        if self._heard:
            found += self._descent(self._heard, book)
        if self._contested:
            found += self._conflicts(book)
        return collect(found)

    def hear(self, taint: Taint) -> bool:
        """Take in what another lot tells of itself; False where the same, or something later, is known."""
        self._heard = Heard() if self._heard is None else self._heard
        return self._heard.hear(taint)

    def recall(self, due: datetime | None) -> None:
        """What was told follows from what was published and heard: of a history that was read again, know it anew.

        ``due`` is what was asked for when it was looked at last: what was provisional then ends no earlier.
        """
        self.told = self._to_tell(due)

    def tell(self, version: int, cause: str | None, now: datetime) -> list[Taint]:
        """What the lots made of this one must be told at ``now``, because it is not what they were told before."""
        if not (self.published or self.told or self._heard):
            return []
        before, self.told = self.told, self._to_tell(now)
        changed = [link for link in before.keys() | self.told.keys() if before.get(link) != self.told.get(link)]
        return [self._taint(link, version, cause) for link in changed]

    def tell_again(self, version: int, now: datetime) -> list[Taint]:
        """The same when the rules have changed: all that is or was told, for they may have made it another way."""
        before, self.told = self.told, self._to_tell(now)
        return [self._taint(link, version, None) for link in before.keys() | self.told.keys()]

    def tell_everything(self, version: int) -> list[Taint]:
        """What each lot must know that any content of an event, void or not, makes it hear of this subject."""
        roles = (Role.INPUT, Role.WHOLE) if self.kind in _TELLING else ()
        contents = [entry for known in self._contents.values() for entry in known if entry.share.role in roles]
        links = {(e.event.event_id, e.digest, lot) for e in contents for lot in concerned(e.event)}
        return [self._taint(link, version, None) for link in links]

    def _has_hearers(self) -> bool:
        """Whether there may be lots that hear what is wrong here."""
        if self.kind not in _TELLING:
            return False
        state = self.state
        return state.consumed if isinstance(state, LotState) else True

    def _to_tell(self, now: datetime | None) -> Mapping[Link, Sources]:
        """Breaches that are final at ``now``, or at any time: events on their way may yet cure a provisional one."""
        if not self._has_hearers():
            return _NOTHING
        own = [
            TaintSource(self.subject, rule, event_id, 0)
            for (rule, event_id), verdict in self.published.items()
            if verdict.severity is Severity.BREACH
            and (now is None or verdict.provisional_until is None or verdict.provisional_until < now)
        ]
        if self.kind is SubjectKind.EVENT:
            return told_as_a_whole(self.entries, own)
        return handed_on(self.entries, own, self._heard)

    def _taint(self, link: Link, version: int, cause: str | None) -> Taint:
        event_id, digest, subject = link
        return Taint(subject, self.subject, event_id, digest, version, cause, self.told.get(link, ()))

    def _descent(self, heard: Heard, book: RuleBook) -> Iterator[Verdict]:
        """What the lots that this one was made of have told of themselves."""
        for entry, sources in heard.through(self.entries, Role.OUTPUT):
            found = book.descent(entry.event, sources) if sources else None
            if found is not None:
                yield found

    def due(self, book: RuleBook, now: datetime) -> datetime | None:
        """The instant, ``now`` or later, after which something is graver than at ``now``, or no more provisional."""
        obligations = self.state.obligations
        found = book.next_due(obligations, now) if obligations else None
        if not (self.published and self._has_hearers()):
            return found
        ends = [verdict.provisional_until for verdict in self.published.values() if verdict.severity is Severity.BREACH]
        return min((end for end in (found, *ends) if end is not None and end >= now), default=None)

    def _declare_void(self, event_id: str, digest: bytes, book: RuleBook) -> bool:
        self._void = set() if self._void is None else self._void
        if (event_id, digest) in self._void:
            return False
        self._void.add((event_id, digest))
        self._refold(book)
        return True

    def _take_in(self, entry: Entry, book: RuleBook) -> None:
        """Fold one more event, where it belongs; all anew only where it decides about others, or does not count."""
        entries = self.entries
        place = len(entries)
        if entries and entries[-1].key > entry.key:
            place = bisect_right(entries, entry.key, key=_key)
        is_void = self._void is not None and (entry.event.event_id, entry.digest) in self._void
        if is_void or (isinstance(entry.event.body, _HANDED_OVER) and _moves_a_receipt(entry, entries, place)):
            self._refold(book)
        elif place == len(entries):
            self._append(entry, book)
        else:
            self._insert(place, entry, book)

    def _insert(self, place: int, entry: Entry, book: RuleBook) -> None:
        """Fold a late event, and those after it, up to the first that finds the state that it found before."""
        later = self.entries[place:]
        del self.entries[place:]
        found = self.state
        self._append(entry, book)
        for number, other in enumerate(later):
            if self.state == found:
                self.entries += later[number:]
                break
            found = other.state
            self._append(other, book)
        self._judged = self._judged and any(entry.verdicts for entry in self.entries)

    def _append(self, entry: Entry, book: RuleBook) -> None:
        before = self.state
        entry.state = _fold(before, entry)
        entry.verdicts = book.judge(entry.event, entry.share, before, entry.state)
        self.entries.append(entry)
        self._judged = self._judged or bool(entry.verdicts)

    def _refold(self, book: RuleBook) -> None:
        """Order everything anew and fold again from the first entry that stands elsewhere than before."""
        wanted = sorted(self._standing(), key=lambda entry: entry.key)
        start = 0
        for old, new in zip(self.entries, wanted, strict=False):
            if old is not new:
                break
            start += 1
        del self.entries[start:]
        self._judged = any(entry.verdicts for entry in self.entries)
        for entry in wanted[start:]:
            self._append(entry, book)

    def _standing(self) -> Iterator[Entry]:
        """The entries that count for each event: not void, of several contents the first; keyed by effective time."""
        counting = [entry for alive in self._alive() for entry in alive if entry.digest == alive[0].digest]
        releases = _releases(counting)
        placed = {entry.key: entry for entry in self.entries} if releases else {}
        for entry in counting:
            effective = _effective(entry, releases)
            if effective == entry.key[0]:
                yield entry
                continue
            key = (effective, *entry.key[1:])
            moved = placed.get(key)
            if moved is None or moved.event is not entry.event:
                moved = Entry(entry.event, entry.digest, entry.share)
                moved.key = key
            yield moved

    def _alive(self) -> Iterator[list[Entry]]:
        """For each event what was not declared in error, the content that counts first."""
        void = self._void or ()
        for event_id, contents in self._contents.items():
            alive = [entry for entry in contents if (event_id, entry.digest) not in void]
            if alive:
                yield sorted(alive, key=lambda entry: entry.precedence) if len(alive) > 1 else alive

    def _conflicts(self, book: RuleBook) -> Iterator[Verdict]:
        for alive in self._alive():
            digests = tuple(dict.fromkeys(entry.digest for entry in alive))
            found = book.conflict(alive[0].event, digests) if len(digests) > 1 else None
            if found is not None:
                yield found


def _key(entry: Entry) -> Key:
    return entry.key


def _moves_a_receipt(entry: Entry, entries: list[Entry], place: int) -> bool:
    """Whether ``entry``, which belongs at ``place``, is a receipt or release that lets a receipt count later than it
    says: the two are of one handover, and the receipt is the earlier one, as far as clocks may differ.
    """
    body, at = entry.event.body, entry.event.occurred_at
    assert isinstance(body, _HANDED_OVER), "only these are two sides of a handover"
    other = CustodyReleased if isinstance(body, CustodyReceived) else CustodyReceived
    first, last = place, place
    while first > 0 and entries[first - 1].key[0] >= at - CLOCK_SKEW:
        first -= 1
    while last < len(entries) and entries[last].key[0] <= at + CLOCK_SKEW:
        last += 1
    return any(
        isinstance(near.event.body, other)
        and near.event.body.handover_id == body.handover_id
        and (near.event.occurred_at < at) is (other is CustodyReceived)
        for near in entries[first:last]
    )


def _releases(entries: list[Entry]) -> dict[str, list[datetime]]:
    """When each handover was released."""
    found: dict[str, list[datetime]] = {}
    for entry in entries:
        if isinstance(entry.event.body, CustodyReleased):
            found.setdefault(entry.event.body.handover_id, []).append(entry.event.occurred_at)
    return found


def _effective(entry: Entry, releases: dict[str, list[datetime]]) -> datetime:
    """When an event counts: a receipt no earlier than its release, as far as clocks may differ."""
    body = entry.event.body
    occurred = entry.event.occurred_at
    if not isinstance(body, CustodyReceived):
        return occurred
    latest = occurred + CLOCK_SKEW
    later = [released for released in releases.get(body.handover_id, ()) if occurred < released <= latest]
    return min(later, default=occurred)


def _fold(before: State, entry: Entry) -> State:
    if isinstance(before, LotState):
        return fold_lot(before, entry.event, entry.share.role, entry.share.line)
    if isinstance(before, CertificateState):
        return fold_certificate(before, entry.event)
    return before
