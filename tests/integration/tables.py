"""What the tables of a row store must hold, row by row and by key, and how that differs from what they do hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from schemas.events import EventRecord
from schemas.ports import Row, RowStore
from sinks.certificate_rows import CERTIFICATE_EVENTS
from sinks.lot_rows import LINEAGE, LOT_EVENTS
from sinks.reference_events import REFERENCE_EVENTS
from sinks.rows import EVENTS, FINDING_PLACES, FINDINGS, FINDINGS_LOG, QUARANTINE, rows_of_event

COLUMNS: Mapping[str, tuple[str, ...]] = {
    declared.table: tuple(declared.cells)
    for declared in (
        EVENTS,
        LOT_EVENTS,
        LINEAGE,
        CERTIFICATE_EVENTS,
        FINDINGS,
        FINDINGS_LOG,
        FINDING_PLACES,
        QUARANTINE,
        REFERENCE_EVENTS,
    )
}

_CONTENT = ("digest", "recorded_at", "is_declaration")
KEYS: Mapping[str, tuple[str, ...]] = {
    EVENTS.table: ("event_id", *_CONTENT),
    LOT_EVENTS.table: ("lot_id", "event_id", "role", *_CONTENT),
    LINEAGE.table: ("event_id", "role", "lot_id", *_CONTENT),
    CERTIFICATE_EVENTS.table: ("certificate_subject", "event_id", *_CONTENT),
    FINDINGS.table: ("finding_id",),
    FINDINGS_LOG.table: ("finding_id", "revision"),
    FINDING_PLACES.table: ("log_partition", "log_offset"),
    QUARANTINE.table: ("quarantine_id",),
    REFERENCE_EVENTS.table: ("change_id",),
}
"""What no two current rows of a table share."""

OF_EVENTS = (EVENTS.table, LOT_EVENTS.table, LINEAGE.table, CERTIFICATE_EVENTS.table)
PLACES = frozenset({"position", "known_at", "revision"})
"""Columns that say where in a log something stands; they differ between two logs with the same content."""

Tables = Mapping[str, Sequence[Row]]


@dataclass(slots=True)
class Difference:
    """One table against what it must hold; each list names keys."""

    table: str
    rows: int = 0
    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def texts(self) -> Iterator[str]:
        """Each difference as a sentence."""
        says = {
            "is missing": self.missing,
            "is there twice": self.doubled,
            "is there without a reason": self.unexpected,
            "has other contents": self.changed,
        }
        for what, keys in says.items():
            yield from (f"table {self.table}: {key} {what}" for key in keys)


def read_tables(store: RowStore, names: Iterable[str] = COLUMNS) -> dict[str, list[Row]]:
    """The current rows of each table."""
    return {name: list(store.query(f"SELECT {', '.join(COLUMNS[name])} FROM {name} FINAL").rows) for name in names}


def rows_of_events(events: Iterable[tuple[EventRecord, int, datetime]]) -> dict[str, list[Row]]:
    """Every row that follows from these events, each with its position and the instant at which it was known."""
    rows: dict[str, list[Row]] = {name: [] for name in OF_EVENTS}
    for record, position, known_at in events:
        for table, found in rows_of_event(record, position, known_at).items():
            rows[table] += found
    return rows


def compare(
    table: str, wanted: Iterable[Row], found: Iterable[Row], without: frozenset[str] = frozenset()
) -> Difference:
    """How ``found`` differs from ``wanted``; where several rows of one key are wanted, any of them may be there."""
    columns = COLUMNS[table]
    allowed: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
    for key, content in _keyed(table, wanted, columns, without):
        allowed.setdefault(key, []).append(content)
    difference = Difference(table)
    seen: set[tuple[object, ...]] = set()
    for key, content in _keyed(table, found, columns, without):
        difference.rows += 1
        if key in seen:
            difference.doubled.append(_text(key))
        elif key not in allowed:
            difference.unexpected.append(_text(key))
        elif content not in allowed[key]:
            difference.changed.append(f"{_text(key)} ({_where(columns, content, allowed[key][0], without)})")
        seen.add(key)
    difference.missing = [_text(key) for key in allowed if key not in seen]
    return difference


def _keyed(
    table: str, rows: Iterable[Row], columns: Sequence[str], without: frozenset[str]
) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
    keys = [columns.index(name) for name in KEYS[table]]
    kept = [number for number, name in enumerate(columns) if name not in without]
    for row in rows:
        yield tuple(_plain(row[number]) for number in keys), tuple(_plain(row[number]) for number in kept)


def _plain(value: object) -> object:
    """A cell as it compares: tuples, enums and bytes of text come out of a store as lists and texts."""
    match value:
        case bytes():
            return value.decode("utf-8", "surrogateescape")
        case list() | tuple():
            return tuple(_plain(part) for part in value)
        case Enum():
            return str(value)
    return value


def _text(key: tuple[object, ...]) -> str:
    return " | ".join(str(part) for part in key)


def _where(
    columns: Sequence[str], found: tuple[object, ...], wanted: tuple[object, ...], without: frozenset[str]
) -> str:
    """The first column that differs, with both values."""
    names = [name for name in columns if name not in without]
    for name, got, expected in zip(names, found, wanted, strict=True):
        if got != expected:
            return f"{name} is {str(got)[:80]!r}, expected {str(expected)[:80]!r}"
    return "differs"
