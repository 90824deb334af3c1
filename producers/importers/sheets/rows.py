"""Reads the rows of a CSV file as spreadsheets write them: any usual delimiter, byte order marks, quoted line breaks.

Memory stays bounded whatever the file holds. A line that cannot be read is refused alone: after a quotation mark that
is never closed, reading goes on with the next line.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple, TextIO

from producers.importers.base import Refused, refused
from schemas.errors import MalformedInput
from schemas.quarantine import PAYLOAD_LIMIT

LONGEST_LINE = 64 * 1024
"""Characters in one line of the file."""

LONGEST_RECORD = 100
"""Lines of the file in one row of the sheet: a cell may hold line breaks, but not a whole file."""

DELIMITERS = ",;\t"
_DECLARED = re.compile(r"sep=(.)[\r\n]*", re.IGNORECASE)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How zipped (xlsx, ods) and older (xls) workbooks begin."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: cells without surrounding blanks, the line it begins in, and its text as it stood.

    Bytes that are no text stand in the cells as lone surrogates or as U+FFFD; ``cells.decoded`` tells them.
    """

    line: int
    cells: tuple[str, ...]
    raw: bytes

    @property
    def position(self) -> str:
        """Where it stands, for a person."""
        return f"line {self.line}"


class _Line(NamedTuple):
    number: int
    text: str


class _Lines:
    """The lines of a file, each at most ``LONGEST_LINE`` long; those of the current row can be given back."""

    def __init__(self, handle: TextIO) -> None:
        self._handle = handle
        self._returned: deque[_Line] = deque()
        self._count = 0
        self.pulled: list[_Line] = []
        self.overlong = Refused("", None, "", "", b"", 0)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.pulled) == LONGEST_RECORD:
            raise MalformedInput("quote_not_closed", f"a cell runs over more than {LONGEST_RECORD} lines")
        line = self._returned.popleft() if self._returned else self._next_line()
        self.pulled.append(line)
        return line.text

    def _next_line(self) -> _Line:
        text = self._handle.readline(LONGEST_LINE + 1)
        if not text:
            raise StopIteration
        self._count += 1
        if len(text) > LONGEST_LINE:
            self._pass_over(text)
            raise MalformedInput(self.overlong.reason, self.overlong.message)
        return _Line(self._count, text)

    def _pass_over(self, text: str) -> None:
        start = _bytes(text)
        size = len(start)
        while text and not text.endswith(("\n", "\r")):
            text = self._handle.readline(LONGEST_LINE)
            size += len(_bytes(text))
        message = f"expected a line of at most {LONGEST_LINE:,} characters, got {size:,} bytes; one row is one line"
        self.overlong = Refused(f"line {self._count}", None, "line_too_long", message, start[:PAYLOAD_LIMIT], size)

    def begin_row(self) -> None:
        self.pulled.clear()

    def give_back(self, kept: int) -> None:
        """Read all lines of the current row but the first ``kept`` again."""
        self._returned.extendleft(reversed(self.pulled[kept:]))
        del self.pulled[kept:]


@contextmanager
def open_rows(path: Path) -> Iterator[Iterator[Row | Refused]]:
    """The rows of ``path``, the header first. Raises ``MalformedInput`` where there is no header to read."""
    with path.open("rb") as binary:
        start = binary.read(4)
        if start in _WORKBOOKS:
            text = f"expected CSV, got a spreadsheet's own format in {path.name}; save the sheet as 'CSV UTF-8'"
            raise MalformedInput("not_csv", text)
        encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
        binary.seek(0)
        errors = "replace" if encoding == "utf-16" else "surrogateescape"
        with TextIOWrapper(binary, encoding=encoding, errors=errors, newline="") as handle:
            yield _rows(_Lines(handle))


def _rows(lines: _Lines) -> Iterator[Row | Refused]:
    reader = csv.reader(lines, delimiter=_delimiter(lines), strict=True)
    while True:
        lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except MalformedInput as error:
            yield from _unreadable(lines, error)
        except csv.Error as error:
            advice = "close every quotation mark, and double those inside a quoted cell"
            yield from _unreadable(lines, MalformedInput("bad_csv", f"not readable as CSV ({error}); {advice}"))
        else:
            row = Row(lines.pulled[0].number, tuple(cell.strip() for cell in cells), _raw(lines.pulled))
            if any(row.cells):
                yield row


def _delimiter(lines: _Lines) -> str:
    """The delimiter that a first line ``sep=;`` declares, else the one that the header uses most."""
    first = next(lines, "")
    declared = _DECLARED.fullmatch(first)
    if declared is not None:
        return declared[1]
    lines.give_back(0)
    return max(DELIMITERS, key=first.count)


def _unreadable(lines: _Lines, error: MalformedInput) -> Iterator[Refused]:
    """Refuse the line at fault; the rest of what was pulled for this row is read again."""
    if error.reason == "line_too_long":
        yield lines.overlong
        if not lines.pulled:
            return
        error = MalformedInput("quote_not_closed", "a cell that begins here runs into a line that is too long")
    lines.give_back(1)
    yield refused(error, f"line {lines.pulled[0].number}", _raw(lines.pulled))


def _raw(pulled: list[_Line]) -> bytes:
    return _bytes("".join(line.text for line in pulled))


def _bytes(text: str) -> bytes:
    """The bytes that ``text`` was read from, those included that are no UTF-8."""
    return text.encode("utf-8", "surrogateescape")
