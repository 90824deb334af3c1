"""A file of reference data becomes statements: what is new or corrected, what stands already, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from schemas.errors import ConfigurationError
from schemas.findings import QuarantineRecord, hashed_id
from schemas.records import ReferenceChanged
from schemas.reference.changeable import Changeable
from schemas.reference.model import Reference
from schemas.reference.register import Standing, Statements
from schemas.reference.statements import REASON, statement
from schemas.reference.tables import ReferenceDataError, Row, bytes_of, rows_of

ADVICE = "; correct the file and start again"
TICK = timedelta(microseconds=1)


@dataclass(slots=True)
class Reading:
    """What is in a file: statements that change something, rows that say what stands already, refused rows."""

    changes: list[ReferenceChanged] = field(default_factory=list)
    unchanged: int = 0
    refused: list[QuarantineRecord] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All rows of the file."""
        return len(self.changes) + self.unchanged + len(self.refused)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who states the rows of a file, when, and whether the rows are withdrawn."""

    name: str
    recorded_at: datetime
    withdrawing: bool = False


def statements_of(reference: Reference) -> Statements:
    """What was stated, and what came with the program. Raises ``ConfigurationError`` where nothing can be stated."""
    if not isinstance(reference.statements, Statements):
        raise ConfigurationError("expected reference data that were loaded from tables; load them with load_reference")
    return reference.statements


def check_files(paths: Sequence[Path], table: Changeable) -> None:
    """Raises ReferenceDataError for the first file that is not there, cannot be read, or has other columns."""
    for path in paths:
        if (content := bytes_of(path)).strip():
            next(rows_of(str(path), content, table.columns, table.options), None)


def read_statements(path: Path, table: Changeable, speaker: Speaker, known: Statements) -> Reading:
    """The rows of a file beside what is ``known``. A row that says what stands already is no statement.

    A statement is recorded later than the one it corrects, whatever the clocks said. Raises ReferenceDataError for a
    file that cannot be read, or that has other columns.
    """
    content, reading = bytes_of(path), Reading()
    standing = {(row.key, row.start): row for row in known.standing(table.name)}
    lines: dict[tuple[str, date], int] = {}
    for row in rows_of(str(path), content, table.columns, table.options) if content.strip() else ():
        try:
            if isinstance(row, ReferenceDataError):
                raise row
            change = _statement(row, table, speaker, lines)
            if change.withdrawn:
                _check_known(change, row, table, known)
        except ReferenceDataError as error:
            reading.refused.append(_refusal(str(path), content, error, speaker.recorded_at))
            continue
        start = change.valid_from or date.min
        if _stands_already(change, standing.get((change.key, start)), table):
            reading.unchanged += 1
            continue
        corrected = known.counting(table.name, change.key).get(start)
        if corrected is not None and corrected.recorded_at >= change.recorded_at:
            change = replace(change, recorded_at=corrected.recorded_at + TICK)
        reading.changes.append(change)
    return reading


def _statement(row: Row, table: Changeable, speaker: Speaker, lines: dict[tuple[str, date], int]) -> ReferenceChanged:
    change = statement(table, row, speaker.name, speaker.recorded_at, withdrawn=speaker.withdrawing)
    first = lines.setdefault((change.key, change.valid_from or date.min), row.line)
    if first != row.line:
        column = (table.key_columns or table.columns)[0]
        raise row.error(column, f"a key and first day that stand once in the file (they stand in line {first})")
    return change


def _check_known(change: ReferenceChanged, row: Row, table: Changeable, known: Statements) -> None:
    """Raises ReferenceDataError for a withdrawal of what never stood: most likely a typing error."""
    days = {one.start for one in known.standing(table.name) if one.key == change.key}
    start = change.valid_from or date.min
    if start in days or start in known.counting(table.name, change.key):
        return
    begin = " and ".join("since ever" if day == date.min else str(day) for day in sorted(days))
    there = f"rows of {change.key!r} begin: {begin}" if days else f"there is no row of {change.key!r}"
    raise row.error((table.key_columns or table.columns)[0], f"the key and first day of a row that stands ({there})")


def _stands_already(change: ReferenceChanged, standing: Standing | None, table: Changeable) -> bool:
    if standing is None or change.withdrawn:
        return standing is None and change.withdrawn
    return change.cells == table.cells(standing.row)


def _refusal(source: str, content: bytes, error: ReferenceDataError, received_at: datetime) -> QuarantineRecord:
    """A refused row as it is kept: with its line of the file."""
    lines = content.splitlines()
    payload = lines[error.line - 1] if 0 < error.line <= len(lines) else b""
    message = str(error).removesuffix(ADVICE).removeprefix(f"{source}, ")
    return QuarantineRecord(
        quarantine_id=hashed_id(f"{source}\n{message}\n".encode() + payload),
        source=source,
        position=f"line {error.line}",
        reason=REASON,
        message=message,
        size=len(payload),
        payload=payload,
        received_at=received_at,
    )


def in_effect(rows: list[Standing], day: date | None) -> list[tuple[Standing, bool | None]]:
    """The rows of a table, or of each key the last that began on ``day`` or before, and whether it holds then."""
    if day is None:
        return [(row, None) for row in rows]
    last: dict[str, Standing] = {}
    for row in rows:
        if row.start <= day and (row.key not in last or last[row.key].start <= row.start):
            last[row.key] = row
    return [(row, day < row.stop) for row in last.values()]
