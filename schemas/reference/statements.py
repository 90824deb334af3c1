"""A row of reference data as a message of the log, and back. Reads files (the countries that are known): not for rules.

Reason of ``QuarantineError``: bad_reference.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from schemas.errors import ConfigurationError, QuarantineError
from schemas.records import ReferenceChanged
from schemas.reference.changeable import TABLES, Changeable
from schemas.reference.tables import ReferenceDataError, Row

REASON = "bad_reference"
FIRST_YEAR, LAST_YEAR = 1900, 2299
"""Years that a change may be recorded in, which are those that the tables can hold."""


def table_named(name: str) -> Changeable:
    """The table of that name. Raises ``ConfigurationError`` for one whose rows cannot be stated."""
    found = TABLES.get(name)
    if found is None:
        raise ConfigurationError(f"expected a table whose rows may change ({', '.join(sorted(TABLES))}), got {name!r}")
    return found


def statement(
    table: Changeable, row: Row, stated_by: str, recorded_at: datetime, *, withdrawn: bool = False
) -> ReferenceChanged:
    """What somebody states with a row. Raises ReferenceDataError, naming line and column, for one that cannot be."""
    start, stop = table.read(row)
    return ReferenceChanged(
        table=table.name,
        key=table.key(row),
        valid_from=None if start == date.min else start,
        valid_until=None if stop == date.max else stop,
        withdrawn=withdrawn,
        cells=table.cells(row),
        stated_by=stated_by,
        source=row.text("source"),
        recorded_at=recorded_at,
    )


def row_of(change: ReferenceChanged) -> Row:
    """The row that a message states; not checked."""
    return Row(f"a change of {change.table}", 1, {cell.column: cell.value for cell in change.cells})


def check_change(change: ReferenceChanged) -> None:
    """Raises ``QuarantineError`` for a message that ``statement`` could not have made."""
    table = TABLES.get(change.table)
    if table is None:
        raise QuarantineError(
            REASON, f"expected a table whose rows may change ({', '.join(sorted(TABLES))}), got {change.table!r}"
        )
    columns = [cell.column for cell in change.cells]
    options = [cell.column for cell in change.cells if cell.column in table.options and cell.value]
    if columns != sorted((*table.columns, *options)):
        raise QuarantineError(REASON, f"expected the columns {', '.join(sorted(table.columns))}, got {columns}")
    if not change.stated_by:
        raise QuarantineError(REASON, "expected who states it, got nothing")
    if not FIRST_YEAR <= change.recorded_at.year <= LAST_YEAR:
        raise QuarantineError(
            REASON,
            f"expected an instant of the years {FIRST_YEAR} to {LAST_YEAR}, got {change.recorded_at.isoformat()}",
        )
    try:
        row = row_of(change)
        wanted = statement(table, row, change.stated_by, change.recorded_at, withdrawn=change.withdrawn)
    except ReferenceDataError as error:
        raise QuarantineError(REASON, str(error).removesuffix("; correct the file and start again")) from error
    if wanted != change:
        raise QuarantineError(
            REASON,
            f"expected key, period and source as the row has them ({wanted.key!r}, {wanted.valid_from} to "
            f"{wanted.valid_until}, {wanted.source!r}), got {change.key!r}, {change.valid_from} to "
            f"{change.valid_until}, {change.source!r}",
        )


def precedence(change: ReferenceChanged) -> tuple[datetime, bytes]:
    """Of several statements about one key and first day the one with the largest precedence counts."""
    return change.recorded_at, hashlib.sha256(repr(_plain(change)).encode()).digest()


def _plain(change: ReferenceChanged) -> list[object]:
    """All that is stated, as plain values whose texts never change with the program."""
    days = [None if day is None else day.isoformat() for day in (change.valid_from, change.valid_until)]
    cells = [[cell.column, cell.value] for cell in change.cells]
    return [change.table, change.key, *days, change.withdrawn, cells, change.stated_by, change.source]
