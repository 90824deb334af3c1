"""Rows of the register: statements about reference data, and the packaged rows that they stand on. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from schemas.identity import change_id
from schemas.ports import Row
from schemas.records import ReferenceCell, ReferenceChanged
from schemas.reference.changeable import TABLES
from schemas.reference.model import Reference
from schemas.reference.register import Standing, Statements
from schemas.reference.statements import precedence
from sinks.columns import TableColumns

FIRST_DAY = date(1900, 1, 1)
"""Stands for an open beginning: the engine's first day."""

LAST_DAY = date(2299, 12, 31)
"""Stands for an open end: the engine's last day."""


def within(day: date) -> date:
    """A day as the engine can hold it."""
    return min(max(day, FIRST_DAY), LAST_DAY)


@dataclass(frozen=True, slots=True)
class Stated:
    """A change of reference data, and when it reached the log."""

    change: ReferenceChanged
    known_at: datetime


def _row_json(cells: tuple[ReferenceCell, ...]) -> str:
    return json.dumps({cell.column: cell.value for cell in cells}, ensure_ascii=False)


REFERENCE_EVENTS = TableColumns[Stated](
    "reference_events",
    {
        "table_name": lambda of: of.change.table,
        "key": lambda of: of.change.key,
        "valid_from": lambda of: within(of.change.valid_from or date.min),
        "valid_until": lambda of: within(of.change.valid_until or date.max),
        "withdrawn": lambda of: of.change.withdrawn,
        "row_json": lambda of: _row_json(of.change.cells),
        "stated_by": lambda of: of.change.stated_by,
        "source": lambda of: of.change.source,
        "recorded_at": lambda of: of.change.recorded_at,
        "digest": lambda of: precedence(of.change)[1].hex(),
        "change_id": lambda of: change_id(of.change),
        "known_at": lambda of: of.known_at,
    },
)

REFERENCE_BASE = TableColumns[Standing](
    "reference_base",
    {
        "table_name": lambda row: row.table,
        "key": lambda row: row.key,
        "valid_from": lambda row: within(row.start),
        "valid_until": lambda row: within(row.stop),
        "row_json": lambda row: json.dumps(dict(sorted(row.row.cells.items())), ensure_ascii=False),
        "source": lambda row: row.row.cells["source"],
        "confidence": lambda row: row.row.cells["confidence"],
    },
)


def row_of_change(change: ReferenceChanged, known_at: datetime) -> Row:
    """The row of a change that reached the log at ``known_at``."""
    return REFERENCE_EVENTS.row(Stated(change, known_at))


def base_rows(reference: Reference) -> Iterator[Standing]:
    """The rows that came with the program and the operator's files, of every table whose rows may change."""
    if isinstance(reference.statements, Statements):
        ground = Statements(reference.statements.packaged)
        for table in TABLES:
            yield from ground.standing(table)
