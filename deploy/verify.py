"""Verification: compute everything again from the log, and compare it with what the stores hold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from deploy.local import LocalRuntime, placed
from schemas import codec
from schemas.events import EventRecord
from schemas.findings import Finding, FindingStatus
from schemas.identity import change_id
from schemas.ports import Row, RowStore, Value
from schemas.records import ReferenceChanged, RulesChanged, Taint, Tick
from sinks.certificate_rows import CERTIFICATE_EVENTS
from sinks.lot_rows import LINEAGE, LOT_EVENTS
from sinks.reference_events import REFERENCE_EVENTS, row_of_change
from sinks.rows import (
    EVENTS,
    FINDING_PLACES,
    FINDINGS,
    FINDINGS_LOG,
    QUARANTINE,
    row_of_finding,
    row_of_place,
    row_of_quarantine,
    rows_of_event,
)
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.stored import stored_event

PAGE = 5_000
COLUMNS = {
    declared.table: tuple(declared.cells)
    for declared in (
        EVENTS,
        LOT_EVENTS,
        LINEAGE,
        CERTIFICATE_EVENTS,
        FINDINGS_LOG,
        FINDINGS,
        FINDING_PLACES,
        QUARANTINE,
        REFERENCE_EVENTS,
    )
}
Progress = Callable[[int], None]


@dataclass(slots=True)
class Comparison:
    """One table: how many rows the log says there are, and how many are missing, or are there without reason."""

    table: str
    expected: int
    missing: int
    unexpected: int
    example: str = ""

    @property
    def equal(self) -> bool:
        """Whether the table holds exactly what follows from the log."""
        return not (self.missing or self.unexpected)


@dataclass(slots=True)
class Rebuilt:
    """What follows from the log under the rules of this program."""

    events: list[tuple[EventRecord, int, datetime]] = field(default_factory=list)
    changes: list[tuple[ReferenceChanged, datetime]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    to_hear: list[Taint] = field(default_factory=list)
    heard: list[Taint] = field(default_factory=list)
    rules_changed: bool = False

    @property
    def open(self) -> dict[str, Finding]:
        """What is raised in the end, by id."""
        found: dict[str, Finding] = {}
        for finding in self.findings:
            if finding.status is FindingStatus.RAISED:
                found[finding.finding_id] = finding
            else:
                found.pop(finding.finding_id, None)
        return found


def verify(runtime: LocalRuntime, store: RowStore, advance: Progress) -> list[Comparison]:
    """Compare the findings of the log, and the rows of the store, with what the log leads to.

    After a change of rules the revisions of older rules cannot be computed again: then what is open is compared, and
    the rows of findings are held against the findings of the log.
    """
    book = runtime.book
    rebuilt = rebuild(runtime, book, advance)
    known = {rule.code for rule in book.rules}
    numbered = runtime.log.findings(0, runtime.log.position)
    kept = [finding for _, finding in numbered]
    mine = [finding for finding in kept if finding.rule in known]
    open_now = [finding for finding in runtime.log.open_findings() if finding.rule in known]
    comparisons = [
        _compare("open findings (log)", map(_verdict, rebuilt.open.values()), map(_verdict, open_now)),
    ]
    if not rebuilt.rules_changed:
        comparisons.append(
            _compare("findings (log)", map(row_of_finding, rebuilt.findings), map(row_of_finding, mine)),
        )
        comparisons.append(_compare("taints (log)", map(_told, rebuilt.to_hear), map(_told, rebuilt.heard)))
    comparisons += _compare_rows(runtime, store, rebuilt, numbered)
    return comparisons


def rebuild(runtime: LocalRuntime, book: RuleBook, advance: Progress) -> Rebuilt:
    """Read the whole log and judge it anew, in memory."""
    engine = Engine(book, MemoryHistories())
    rebuilt = Rebuilt()
    for position, known_at, payload in _log(runtime):
        if codec.is_event(payload):
            record = stored_event(payload, position)
            rebuilt.events.append((record, position, known_at))
            rebuilt.findings += engine.event(record, position, known_at).findings
        else:
            message = codec.decode(payload)
            if isinstance(message, Tick):
                rebuilt.findings += engine.tick(message.at, position, known_at)
            elif isinstance(message, Taint):
                rebuilt.findings += engine.taint(message, position, known_at).findings
                rebuilt.heard.append(message)
            elif isinstance(message, ReferenceChanged):
                rebuilt.changes.append((message, known_at))
                step = engine.reference_changed(message, change_id(message), position, known_at)
                rebuilt.findings += step.findings
            rebuilt.rules_changed = rebuilt.rules_changed or isinstance(message, RulesChanged)
        rebuilt.to_hear += engine.take_told()
        advance(1)
    return rebuilt


def _log(runtime: LocalRuntime) -> Iterator[tuple[int, datetime, bytes]]:
    after = 0
    while page := runtime.log.records(after, PAGE):
        yield from page
        after = page[-1][0]


def _told(taint: Taint) -> Row:
    """What one lot told another, as it is compared."""
    return taint.told_by, taint.subject, taint.version, str(codec.encode(taint))


def _verdict(finding: Finding) -> Row:
    """A finding without its place in the log."""
    row = row_of_finding(finding)
    places = {"revision", "known_at"}
    return tuple(value for name, value in zip(FINDINGS.cells, row, strict=True) if name not in places)


def _compare_rows(
    runtime: LocalRuntime, store: RowStore, rebuilt: Rebuilt, numbered: list[tuple[int, Finding]]
) -> Iterator[Comparison]:
    """Each table of the store against the rows that the log leads to."""
    wanted: dict[str, list[Row]] = {EVENTS.table: []}
    for record, position, known_at in rebuilt.events:
        for table, rows in rows_of_event(record, position, known_at).items():
            wanted.setdefault(table, []).extend(rows)
    wanted[FINDINGS_LOG.table] = [row_of_finding(finding) for _, finding in numbered]
    wanted[FINDING_PLACES.table] = [row_of_place(placed(number, finding)) for number, finding in numbered]
    current = {finding.finding_id: finding for _, finding in numbered}
    wanted[FINDINGS.table] = [row_of_finding(finding) for finding in current.values()]
    wanted[REFERENCE_EVENTS.table] = [row_of_change(change, known_at) for change, known_at in rebuilt.changes]
    wanted[QUARANTINE.table] = [row_of_quarantine(refused) for _, refused in runtime.log.quarantined(0)]
    for table, rows in wanted.items():
        columns = ", ".join(COLUMNS[table])
        yield _compare(table, rows, store.query(f"SELECT {columns} FROM {table} FINAL").rows)


def _compare(table: str, expected: Iterable[Row], found: Iterable[Row]) -> Comparison:
    wanted = {_mark(row): row for row in expected}
    there = {_mark(row): row for row in found}
    missing, unexpected = wanted.keys() - there.keys(), there.keys() - wanted.keys()
    example = ""
    if missing:
        example = f"missing {_text(wanted[min(missing)])}"
    elif unexpected:
        example = f"unexpected {_text(there[min(unexpected)])}"
    return Comparison(table, len(wanted), len(missing), len(unexpected), example)


def _mark(row: Row) -> bytes:
    return hashlib.blake2b(repr([_plain(value) for value in row]).encode(), digest_size=16).digest()


def _plain(value: Value) -> object:
    """A cell as it compares: tuples, enums and bytes of text come out of a store as lists and texts."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return str(value)
    return value


def _text(row: Row) -> str:
    return " | ".join(str(_plain(value)) for value in row)[:300]
