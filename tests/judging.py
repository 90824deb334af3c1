"""Runs of the engine for tests that compare runs: in any order, with any ticks, in any number of engines."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from schemas.codec import record_of
from schemas.events import CustodyEvent, EventRecord
from schemas.findings import Finding, FindingStatus
from schemas.identity import change_id
from schemas.records import ReferenceChanged
from schemas.reference.model import Party, Reference
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
    parties = [
        Party(
            party, party, COUNTRY[party], "trader", party != SILENT, late.get(party, 0), None, None, "test", "proposed"
        )
        for party in (*late, SILENT)
    ]
    return packaged_reference().with_parties(parties)


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
        """Take in events and instants; the findings they caused. What changes nothing gets no position of its own."""
        said = [finding for given in inputs for finding in self.take(given, self.position + 1)]
        self.findings += said
        return said

    def take(self, given: Input | EventRecord, position: int) -> list[Finding]:
        """Take in one event or instant that stands at ``position``, if it changes anything."""
        if isinstance(given, datetime):
            self.position = position if given > self.engine.now else self.position
            return self.engine.tick(given, position, KNOWN_AT)
        if isinstance(given, ReferenceChanged):
            step = self.engine.reference_changed(given, change_id(given), position, KNOWN_AT)
            self.position = self.position if step.repeated else position
            return step.findings
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
        return super().history(kind, subject) if self.owns(subject) else History(kind, subject)

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
        """Take in events and instants; what all engines say. Call it once: positions begin at 1."""
        said: list[Finding] = []
        for position, given in enumerate(inputs, start=1):
            for run, store in zip(self.runs, self.stores, strict=True):
                said += [finding for finding in run.take(given, position) if store.owns(finding.subject)]
        return said

    @property
    def open(self) -> Open:
        """What is open in all of them."""
        return {key: verdict for store in self.stores for key, verdict in open_in(store).items()}


def _place(finding: Finding) -> tuple[int, str, str, str]:
    return finding.revision, finding.subject, finding.rule, finding.event_id


def in_one_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by revision, subject, rule and event: engines that share the work say them in another order."""
    return sorted(findings, key=_place)
