"""One CSV table of reference data: strict header, typed cells, errors that name file, line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from importlib import resources
from pathlib import Path

from schemas.errors import ConfigurationError
from schemas.reference.records import CONFIDENCES

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,15}")
_DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")


class ReferenceDataError(ConfigurationError):
    """A table of reference data cannot be used as it stands. ``line`` counts from 1, 0 = the file as a whole."""

    line = 0


def _fail(where: str, column: str | None, expected: str, got: str, line: int = 0) -> ReferenceDataError:
    place = f"{where}, line {line}" if line else where
    place = f"{place}, column {column}" if column else place
    error = ReferenceDataError(f"{place}: expected {expected}, got {got}; correct the file and start again")
    error.line = line
    return error


@dataclass(frozen=True, slots=True)
class Row:
    """One row; every reader of a cell raises ReferenceDataError when the cell is not what it should be."""

    file: str
    line: int
    cells: Mapping[str, str]

    def error(self, column: str, expected: str) -> ReferenceDataError:
        """The error for a cell of this row: what was expected, what stands there."""
        return _fail(self.file, column, expected, repr(self.cells[column]), self.line)

    def text(self, column: str) -> str:
        """A text that must not be empty."""
        if not self.cells[column]:
            raise self.error(column, "a value")
        return self.cells[column]

    def maybe(self, column: str) -> str | None:
        """A text, or None for an empty cell."""
        return self.cells[column] or None

    def confidence(self) -> str:
        """The confidence of the row, one of the words that ``data/SOURCES.md`` explains."""
        return self.choice("confidence", CONFIDENCES)

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """One of the allowed words."""
        if self.cells[column] not in allowed:
            raise self.error(column, f"one of {', '.join(sorted(allowed))}")
        return self.cells[column]

    def flag(self, column: str) -> bool:
        """``yes`` or ``no``."""
        return self.choice(column, ("no", "yes")) == "yes"

    def day(self, column: str) -> date:
        """A date written YYYY-MM-DD."""
        value = self.cells[column]
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass  # the shape is right, the day does not exist: answered below like any other bad date
        raise self.error(column, "a date as YYYY-MM-DD")

    def maybe_day(self, column: str) -> date | None:
        """A date, or None for an empty cell."""
        return self.day(column) if self.cells[column] else None

    def stop_after(self, column: str, end_is_open: bool = False) -> date:
        """First day after a period whose end is in ``column``: the day itself if it is open again, else the next."""
        end = self.maybe_day(column)
        if end is None or (end == date.max and not end_is_open):
            return date.max
        return end if end_is_open else end + timedelta(days=1)

    def whole(self, column: str) -> int:
        """A whole number, zero or more."""
        if not _WHOLE.fullmatch(self.cells[column]):
            raise self.error(column, "a whole number")
        return int(self.cells[column])

    def maybe_whole(self, column: str) -> int | None:
        """A whole number, or None for an empty cell, also in a column that may be left out and is."""
        return self.whole(column) if self.cells.get(column) else None

    def scaled(self, column: str, factor: int) -> int:
        """A decimal times ``factor``, exactly: 29940.451 thousand carats are 29940451 carats."""
        value = self.cells[column]
        try:
            exact = Decimal(value) * factor if _DECIMAL.fullmatch(value) else Decimal("NaN")
        except InvalidOperation as reason:
            raise self.error(column, "a decimal number") from reason
        if not exact.is_finite() or exact != exact.to_integral_value():
            raise self.error(column, f"a decimal number that is whole after multiplying by {factor}")
        return int(exact)

    def maybe_scaled(self, column: str, factor: int) -> int | None:
        """A scaled decimal, or None for an empty cell."""
        return self.scaled(column, factor) if self.cells[column] else None


def read_packaged(name: str, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a table that ships with caratrace; works from an installed wheel too."""
    content = (resources.files("schemas.reference") / "data" / name).read_bytes()
    return [_sound(row) for row in rows_of(name, content, columns)]


def read_file(path: Path, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> list[Row]:
    """The rows of a table of the operator's own; ``optional`` columns may be left out."""
    return [_sound(row) for row in rows_of(str(path), bytes_of(path), columns, optional)]


def bytes_of(path: Path) -> bytes:
    """What is in a file. Raises ReferenceDataError for one that cannot be read."""
    try:
        return path.read_bytes()
    except OSError as reason:
        raise _fail(str(path), None, "a file that can be read", reason.strerror or str(reason)) from reason


def rows_of(
    file: str, content: bytes, columns: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[Row | ReferenceDataError]:
    """The rows of a table; in place of one that is no row stands what is wrong with it.

    ``optional`` columns may be left out. Raises ReferenceDataError for one that is no text, or that has other columns.
    """
    return _rows(file, content, columns, optional)


def _sound(row: Row | ReferenceDataError) -> Row:
    if isinstance(row, ReferenceDataError):
        raise row
    return row


def _rows(
    file: str, content: bytes, columns: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[Row | ReferenceDataError]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise _fail(file, None, "text in UTF-8", f"byte {content[reason.start]:#04x} at {reason.start}") from reason
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as reason:
            yield _fail(file, None, "comma-separated values", str(reason), reader.line_num)
            continue
        if header is None:
            header = [name.strip() for name in cells or []]
            _check_header(file, header, (*columns, *(name for name in optional if name in header)))
        elif cells:
            yield _row(file, reader.line_num, cells, header)
        if cells is None:
            return


def _check_header(file: str, header: list[str], columns: tuple[str, ...]) -> None:
    """The columns may stand in any order, but each must be there once and no other."""
    wrong = [f"no {name}" for name in columns if name not in header]
    wrong += [f"unknown {name!r}" for name in header if name not in columns]
    wrong += [f"{name} twice" for name in columns if header.count(name) > 1]
    if wrong:
        raise _fail(file, None, f"the columns {','.join(columns)}", "; ".join(wrong), 1)


def _row(file: str, line: int, cells: list[str], header: list[str]) -> Row | ReferenceDataError:
    if len(cells) != len(header):
        return _fail(file, None, f"{len(header)} cells", f"{len(cells)}", line)
    return Row(file, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
