"""Imports JSON Lines: one event a line, in the JSON form of events (``schemas.jsonform``).

``recorded_at`` and ``emitter`` may be left out of a line where the caller gives them. Blank lines are skipped. A line
that cannot be an event is refused with its number and the byte it begins at, and reading goes on with the next.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from producers.importers.base import Read, Refused, accepted, refused
from schemas.errors import MalformedInput, QuarantineError
from schemas.jsonform import event_from_json, parse
from schemas.quarantine import PAYLOAD_LIMIT

SUFFIXES = (".jsonl", ".ndjson")

STANDARD_INPUT = Path("-")
"""Reading this path reads standard input."""

LONGEST_LINE = 2 * 1024 * 1024
"""Bytes in one line. What is longer is passed over without being held in memory."""


def read(path: Path, *, recorded_at: datetime, default_emitter: str | None = None) -> Iterator[Read]:
    """Every event and every refused line, in order."""
    if path == STANDARD_INPUT:
        yield from read_stream(sys.stdin.buffer, recorded_at=recorded_at, default_emitter=default_emitter)
        return
    with path.open("rb") as stream:
        yield from read_stream(stream, recorded_at=recorded_at, default_emitter=default_emitter)


def read_stream(stream: BinaryIO, *, recorded_at: datetime, default_emitter: str | None = None) -> Iterator[Read]:
    """Every event and every refused line of ``stream``, in order."""
    for line in _lines(stream):
        if line.size > LONGEST_LINE:
            message = f"expected a line of at most {LONGEST_LINE:,} bytes, got {line.size:,}; one event is one line"
            yield Refused(line.position, None, "line_too_long", message, line.start[:PAYLOAD_LIMIT], line.size)
        elif line.start.strip():
            yield _event(line, recorded_at, default_emitter)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its end; of one that is too long only the ``start``, but the whole ``size``."""

    number: int
    offset: int
    start: bytes
    size: int
    ended: bool

    @property
    def position(self) -> str:
        return f"line {self.number}, byte {self.offset}"


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    number = offset = 0
    while start := stream.readline(LONGEST_LINE + 2):
        number += 1
        size, end = len(start), start[-2:]
        while not end.endswith(b"\n") and (more := stream.readline(LONGEST_LINE)):
            size, end = size + len(more), (end + more)[-2:]
        mark = len(codecs.BOM_UTF8) if number == 1 and start.startswith(codecs.BOM_UTF8) else 0
        length = size - mark - (len(end) - len(end.rstrip(b"\r\n")))
        yield _Line(number, offset + mark, start[mark : mark + length], length, end.endswith(b"\n"))
        offset += size


def _event(line: _Line, recorded_at: datetime, default_emitter: str | None) -> Read:
    try:
        fields = _parse(line)
        if isinstance(fields, dict) and default_emitter is not None:
            fields.setdefault("emitter", default_emitter)
        return accepted(event_from_json(fields, recorded_at=recorded_at), line.position)
    except QuarantineError as error:
        return refused(error, line.position, line.start)


def _parse(line: _Line) -> Any:
    try:
        return parse(line.start.decode("utf-8"))
    except UnicodeDecodeError as error:
        text = f"expected UTF-8, got byte 0x{error.object[error.start]:02X} at {error.start} of the line"
        raise MalformedInput("not_utf8", f"{text}; write the file as UTF-8") from error
    except MalformedInput as error:
        if line.ended:
            raise
        text = f"the file ends in the middle of its last line; wait until it is written, and import it again ({error})"
        raise MalformedInput("truncated", text) from error
