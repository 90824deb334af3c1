"""Runs of the engine for tests that compare runs: in any order, with any ticks, in any number of engines."""

from __future__ import annotations

import functools
import hashlib
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from schemas.codec import record_of
from schemas.events import CustodyEvent, EventRecord
from schemas.findings import Finding, FindingStatus
from schemas.identity import change_id
from schemas.records import ReferenceChanged, Taint
from schemas.reference.model import Licence, Party, Reference, Zone
from schemas.routing import SubjectKind
from stream_processors.custody.history import History
from stream_processors.engine import Engine, HistoryStore, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from stream_processors.rules.base import AnyRule
from stream_processors.verdicts import Verdict, as_verdict
from tests.build import packaged_reference
from tests.histories import COUNTRY, SILENT

Input = CustodyEvent | datetime | ReferenceChanged
"""What a run is made of: an event, an instant that time has come to, or a change of reference data."""

Open = dict[tuple[str, str, str], Verdict]
"""What is open: the verdict by subject, rule and judged event."""

KNOWN_AT = datetime(2024, 6, 1, tzinfo=UTC)


@functools.cache
def register() -> Reference:
    """The packaged reference data, a party that sends no events, and some that may send them late."""
    late = {"TRADER-BW": 0, "OFFICE-BE": 5, "CUTTER-IN": 30}
    first = {"OFFICE-BE": 3}
    parties = [
        Party(
            party,
            party,
            COUNTRY[party],
            "trader",
            party != SILENT,
            late.get(party, 0),
            None,
            None,
            "test",
            "proposed",
            first.get(party, 1),
        )
        for party in (*late, SILENT)
    ]
    digger = Party("DIGGER-CF", "DIGGER-CF", "CF", "digger", True, 0, None, None, "test", "proposed")
    ended = Party("ENDED-BW", "ENDED-BW", "BW", "trader", True, 0, None, date(2023, 12, 31), "test", "proposed")
    square = ((25, -22), (26, -22), (26, -21), (25, -21), (25, -22))
    orapa = Zone("ORAPA", "BW", "Orapa", None, None, None, ((square,),), "test", "proposed")
    reports = [
        Party(
            f"{country}-AUTHORITY",
            f"Office of {country}",
            country,
            "authority",
            True,
            0,
            None,
            None,
            "test",
            "proposed",
        )
        for country in ("RU", "ZA")
    ]
    return (
        packaged_reference()
        .with_parties([*parties, digger, ended, *reports])
        .with_licences(_licences())
        .with_zones([orapa])
    )


def _licences() -> list[Licence]:
    """Licences of the generated world, one that ended before it begins, and a seller that is bound by warranties."""
    known = [
        ("LIC-1", "MINE", "mining", "BW", None, None),
        ("LIC-MINE-BW", "MINE-BW", "mining", "BW", "Orapa", None),
        ("LIC-MINE-ZA", "MINE-ZA", "mining", "ZA", None, None),
        ("LIC-OLD", "MINE-BW", "mining", "BW", "Orapa", date(2023, 12, 31)),
        ("LIC-2", "TRADER-BW", "buying", "BW", None, None),
        ("LIC-3", "FORMER-BW", "buying", "BW", None, date(2023, 12, 31)),
        ("SOW-1", "MINE-BW", "warranties", "BW", None, None),
    ]
    return [
        Licence(
            licence=number,
            holder=holder,
            kind=kind,
            country=country,
            area=area,
            site_id=None,
            diggers=None,
            valid_from=date(2020, 1, 1),
            valid_until=until,
            phone=None,
            address=None,
            account=None,
            source="test",
            confidence="proposed",
        )
        for number, holder, kind, country, area, until in known
    ]


@functools.cache
def whole_book() -> RuleBook:
    """All rules over the register."""
    return RuleBook(all_rules(), register())


def book_of(*rules: AnyRule) -> RuleBook:
    """Some rules over the register."""
    return RuleBook(rules, register())


def open_in(store: HistoryStore) -> Open:
    """What the histories of ``store`` hold as published."""
    return {(history.subject, *key): verdict for history in store.all() for key, verdict in history.published.items()}


def told(findings: Iterable[Finding]) -> Open:
    """What a reader of the findings believes to be open."""
    believed: Open = {}
    for finding in findings:
        key = (finding.subject, finding.rule, finding.event_id)
        if finding.status is FindingStatus.RAISED:
            believed[key] = as_verdict(finding)
        else:
            del believed[key]
    return believed


class Run:
    """One engine that is fed events and instants, and everything it said."""

    def __init__(self, book: RuleBook | None = None, store: HistoryStore | None = None) -> None:
        """A run under ``book``, all rules by default, with its histories in ``store``."""
        self.store = MemoryHistories() if store is None else store
        self.engine = Engine(whole_book() if book is None else book, self.store)
        self.findings: list[Finding] = []
        self.position = 0

    def feed(self, *inputs: Input | EventRecord) -> list[Finding]:
        """Take in events and instants; the findings they caused. What changes nothing gets no position of its own.

        Lots hear at once what those that they were made of have to tell.
        """
        said = []
        for given in inputs:
            said += self.take(given, self.position + 1)
            for _, findings in self.engine.let_hear(self.position + 1, KNOWN_AT):
                self.position += 1
                said += findings
        self.findings += said
        return said

    def take(self, given: Input | EventRecord | Taint, position: int) -> list[Finding]:
        """Take in one event or instant that stands at ``position``, if it changes anything."""
        if isinstance(given, datetime):
            self.position = position if given > self.engine.now else self.position
            return self.engine.tick(given, position, KNOWN_AT)
        if isinstance(given, Taint):
            step = self.engine.taint(given, position, KNOWN_AT)
        elif isinstance(given, ReferenceChanged):
            step = self.engine.reference_changed(given, change_id(given), position, KNOWN_AT)
        else:
            record = given if isinstance(given, EventRecord) else record_of(given)
            step = self.engine.event(record, position, KNOWN_AT)
        self.position = self.position if step.repeated else position
        return step.findings

    @property
    def open(self) -> Open:
        """What is open now."""
        return open_in(self.store)


def open_after(inputs: Sequence[Input | EventRecord], book: RuleBook | None = None) -> Open:
    """What is open after these inputs."""
    run = Run(book)
    run.feed(*inputs)
    return run.open


def codes(inputs: Iterable[Input | EventRecord], book: RuleBook | None = None) -> set[str]:
    """The codes of the rules that have something open after these inputs."""
    return {rule for _, rule, _ in open_after(list(inputs), book)}


class _OwnHistories(MemoryHistories):
    """Keeps the subjects of one partition; whatever is put into another's history is forgotten."""

    def __init__(self, partition: int, partitions: int) -> None:
        """The histories of ``partition``, counted from 0, out of ``partitions``."""
        super().__init__()
        self._place = partition, partitions

    def owns(self, subject: str) -> bool:
        """Whether a subject lives in this partition."""
        partition, partitions = self._place
        return hashlib.sha256(subject.encode()).digest()[0] % partitions == partition

    def history(self, kind: SubjectKind, subject: str) -> History:
        """The history of an own subject; for another's, an empty one that nobody keeps."""
        return super().history(kind, subject) if self.owns(subject) else MemoryHistories().history(kind, subject)

    def changed(self, history: History, position: int, due: datetime | None) -> None:
        """Note the deadlines of own subjects only."""
        if self.owns(history.subject):
            super().changed(history, position, due)


class Partitions:
    """Several engines side by side. Each sees every record, and speaks of its own subjects only."""

    def __init__(self, partitions: int) -> None:
        """So many engines."""
        self.stores = [_OwnHistories(number, partitions) for number in range(partitions)]
        self.runs = [Run(store=store) for store in self.stores]

    def feed(self, *inputs: Input | EventRecord) -> list[Finding]:
        """Take in events and instants; what all engines say. Call it once: positions begin at 1.

        What a lot tells goes round all engines, as a record of its own.
        """
        said: list[Finding] = []
        waiting: deque[Input | EventRecord | Taint] = deque()
        position = 0
        for given in inputs:
            waiting.append(given)
            while waiting:
                position += 1
                said += self._take(waiting.popleft(), position)
                waiting.extend(self._told())
        return said

    def _take(self, given: Input | EventRecord | Taint, position: int) -> list[Finding]:
        """What all engines say of one record."""
        found = [(one, own) for run, own in self._pairs() for one in run.take(given, position)]
        return [finding for finding, own in found if own.owns(finding.subject)]

    def _told(self) -> list[Taint]:
        """What the lots of each engine have to tell, in one order for all."""
        told = [taint for run, own in self._pairs() for taint in run.engine.take_told() if own.owns(taint.told_by)]
        return sorted(told, key=_told_place)

    def _pairs(self) -> list[tuple[Run, _OwnHistories]]:
        return list(zip(self.runs, self.stores, strict=True))

    @property
    def open(self) -> Open:
        """What is open in all of them."""
        return {key: verdict for store in self.stores for key, verdict in open_in(store).items()}


def _told_place(taint: Taint) -> tuple[str, str, str, bytes]:
    return taint.subject, taint.told_by, taint.event_id, taint.digest


def _place(finding: Finding) -> tuple[int, str, str, str]:
    return finding.revision, finding.subject, finding.rule, finding.event_id


def in_one_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by revision, subject, rule and event: engines that share the work say them in another order."""
    return sorted(findings, key=_place)
