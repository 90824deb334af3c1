"""Imports CSV files of spreadsheets: one body a file, recognised by its time column; one row for each lot.

Rows that belong to one event stand together, and are accepted or refused together. A wrong header refuses the whole
file. The file is read twice: once to see how numbers are written and which rows belong together, once to import.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from producers.importers.base import Read, Refused, refused, refused_file
from producers.importers.sheets.assemble import Sheet, assemble
from producers.importers.sheets.cells import carats, decimal_mark, degrees, dollars
from producers.importers.sheets.columns import Layout, layouts
from producers.importers.sheets.rows import Row, open_rows
from schemas.errors import MalformedInput

SUFFIXES = (".csv", ".tsv")

MOST_ROWS = 1_048_576
"""Rows in one file, as many as a spreadsheet can hold; memory for recognising scattered rows stays bounded by it."""

MOST_ROWS_OF_AN_EVENT = 10_000
"""Lots in one event of a sheet."""

Key = tuple[str, ...]


def read(path: Path, *, recorded_at: datetime, default_emitter: str | None = None) -> Iterator[Read]:
    """Every event and every refused row of a sheet, in the order of its rows."""
    try:
        sheet, scattered = _survey(path, recorded_at, default_emitter)
    except MalformedInput as error:
        yield refused_file(error, "line 1", path)
        return
    with open_rows(path) as rows:
        next(rows)
        yield from _events(sheet, rows, scattered)


def _events(sheet: Sheet, rows: Iterator[Row | Refused], scattered: set[Key]) -> Iterator[Read]:
    """The readings of all rows; a line that cannot be read may belong to the event before it or after it."""
    together: list[Row] = []
    key: Key = ()
    torn = False
    for row in rows:
        if isinstance(row, Refused):
            yield from _group(sheet, together, key in scattered, torn=True)
            yield row
            together, torn = [], True
            continue
        found = sheet.key(row)
        if together and (not found or found != key):
            yield from _group(sheet, together, key in scattered, torn=torn)
            together, torn = [], False
        key = found
        together.append(row)
        if len(together) > MOST_ROWS_OF_AN_EVENT:
            scattered.add(key)
            yield from _group(sheet, together, True, torn=torn)
            together = []
    yield from _group(sheet, together, key in scattered, torn=torn)


def _group(sheet: Sheet, rows: list[Row], scattered: bool, *, torn: bool) -> Iterator[Read]:
    if not rows:
        return
    shared = ", ".join(name for name in sheet.layout.key if name in sheet.header)
    if scattered:
        text = (
            f"expected the rows of one event ({shared}) next to each other and at most {MOST_ROWS_OF_AN_EVENT:,} of "
            "them; sort the sheet by these columns, or tell events apart in event_ref"
        )
        yield from _refuse_all(rows, MalformedInput("scattered_rows", text))
    elif torn and sheet.key(rows[0]):
        text = (
            "a line beside these rows cannot be read and may be one more lot of this event; correct it, send all again"
        )
        yield from _refuse_all(rows, MalformedInput("beside_unreadable", text))
    else:
        yield from assemble(sheet, rows)


def _refuse_all(rows: list[Row], error: MalformedInput) -> Iterator[Read]:
    return (refused(error, row.position, row.raw) for row in rows)


def _survey(path: Path, recorded_at: datetime, default_emitter: str | None) -> tuple[Sheet, set[Key]]:
    """What holds for the whole file, and the keys whose rows stand apart. Raises ``MalformedInput``."""
    with open_rows(path) as rows:
        first = next(rows, None)
        if first is None:
            raise MalformedInput("empty_file", "expected a header and rows, got an empty file; begin with a template")
        if isinstance(first, Refused):
            raise MalformedInput(first.reason, f"the header cannot be read: {first.message}")
        header = _names(first)
        layout = _layout(header, need_emitter=default_emitter is None)
        sheet = Sheet(layout, header, None, recorded_at, default_emitter)
        marks, scattered = _survey_rows(sheet, rows)
    if len(marks) > 1:
        places = " and ".join(f"line {line} uses '{mark}'" for mark, line in sorted(marks.items()))
        raise MalformedInput("mixed_decimal_marks", f"expected one decimal mark in the file, but {places}; choose one")
    return Sheet(layout, header, next(iter(marks), None), recorded_at, default_emitter), scattered


def _names(header: Row) -> Key:
    """Names of the columns, as templates write them; blank cells at the end are none."""
    names = [name.lower().replace(" ", "_").replace("-", "_") for name in header.cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _survey_rows(sheet: Sheet, rows: Iterator[Row | Refused]) -> tuple[dict[str, int], set[Key]]:
    amounts = [i for i, n in enumerate(sheet.header) if sheet.layout.columns[n].read in {carats, dollars, degrees}]
    marks: dict[str, int] = {}
    closed: set[int] = set()
    scattered: set[Key] = set()
    count = 0
    before: Key = ()
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise MalformedInput("too_many_rows", f"expected at most {MOST_ROWS:,} rows, got more; split the file")
        if isinstance(row, Refused):
            continue
        for index in amounts:
            mark = decimal_mark(row.cells[index]) if index < len(row.cells) else None
            if mark is not None:
                marks.setdefault(mark, row.line)
        key = sheet.key(row)
        if key != before:
            closed.add(hash(before))
            if key and hash(key) in closed:
                scattered.add(key)
        before = key
    if not count:
        raise MalformedInput("empty_file", "expected at least one row below the header, got none")
    return marks, scattered


def _layout(header: Key, *, need_emitter: bool) -> Layout:
    """The layout that the header belongs to. Raises ``MalformedInput`` with everything that is wrong with it."""
    by_time = {layout.time: layout for layout in layouts().values()}
    times = [name for name in header if name in by_time]
    if len(times) != 1:
        known = ", ".join(f"{time} ({layout.name})" for time, layout in by_time.items())
        text = f"expected exactly one column that tells what happened, got {', '.join(times) or 'none'}; one of {known}"
        raise MalformedInput("unknown_sheet", text)
    layout = by_time[times[0]]
    problems = [*_strange(header, layout), *_missing(header, layout, need_emitter=need_emitter)]
    if problems:
        advice = f"the template of {layout.name} has all columns; nothing of this file was imported"
        raise MalformedInput("wrong_columns", f"{'; '.join(problems)}; {advice}")
    return layout


def _strange(header: Key, layout: Layout) -> Iterator[str]:
    for number, name in enumerate(header, 1):
        if not name:
            yield f"column {number} has no name"
        elif name not in layout.columns:
            close = difflib.get_close_matches(name, layout.columns, 1)
            yield f"unknown column {name}" + (f", did you mean {close[0]}?" if close else "")
        elif header.index(name) != number - 1:
            yield f"column {name} stands there twice"


def _missing(header: Key, layout: Layout, *, need_emitter: bool) -> Iterator[str]:
    for name in layout.required:
        if name not in header:
            yield f"missing column {name}"
    if need_emitter and "emitter" not in header:
        yield "missing column emitter, and no default emitter was given"
