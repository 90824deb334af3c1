"""Turns the rows of one event into that event, or says of each row what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from producers.importers.base import Read, Refused, accepted, refused
from producers.importers.sheets.cells import decoded
from producers.importers.sheets.columns import SIDES, Column, Layout, Side, Slot, layouts
from producers.importers.sheets.rows import Row
from schemas.errors import MalformedInput, QuarantineError
from schemas.events import CustodyEvent, ErrorDeclaration, Evidence, LotLine, Place

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What holds for all rows of a file: layout, order of columns, decimal mark, and what the file does not say."""

    layout: Layout
    header: tuple[str, ...]
    decimal_mark: str | None
    recorded_at: datetime
    default_emitter: str | None

    def key(self, row: Row) -> tuple[str, ...]:
        """What rows of one event have in common; empty where each row is an event of its own."""
        if not self.layout.key:
            return ()
        cells = dict(zip(self.header, row.cells, strict=False))
        found = tuple(cells.get(name, "") for name in self.layout.key)
        return found if any(found) else ()


class _Problem(Exception):
    def __init__(self, column: str | None, error: QuarantineError) -> None:
        super().__init__(str(error))
        self.column = column
        self.reason = error.reason


_SECOND_HEADER = _Problem(
    None,
    MalformedInput(
        "second_header", "expected a row, got the header of another sheet; send each sheet as a file of its own"
    ),
)


def assemble(sheet: Sheet, rows: list[Row]) -> Iterator[Read]:
    """The event that ``rows`` form, or one refusal for each of them."""
    cells: list[Cells] = []
    problems: dict[int, list[_Problem]] = {}
    for row in rows:
        found, wrong = _read_cells(sheet, row, cells[0] if cells else None)
        cells.append(found)
        if wrong:
            problems[row.line] = [_SECOND_HEADER] if _is_header(row) else wrong
    if problems:
        yield from _refusals(sheet, rows, problems)
        return
    try:
        yield accepted(_event(sheet, cells), _position(rows))
    except _Problem as problem:
        yield from _refusals(sheet, rows, {rows[0].line: [problem]})
    except QuarantineError as error:
        yield from (refused(error, row.position, row.raw) for row in rows)


def _refusals(sheet: Sheet, rows: list[Row], problems: dict[int, list[_Problem]]) -> Iterator[Refused]:
    lines = ", ".join(str(line) for line in problems)
    for row in rows:
        wrong = problems.get(row.line)
        if wrong:
            others = (f"{problem.column}: {problem}" for problem in wrong[1:])
            text = "; ".join((str(wrong[0]), *others))  # the first one's column is said beside the message
            yield refused(MalformedInput(wrong[0].reason, text), row.position, row.raw, column=wrong[0].column)
        else:
            shared = " and ".join(name for name in sheet.layout.key if name in sheet.header)
            text = f"same event as line {lines}, which was refused ({shared} agree); correct it and send all its lines"
            yield refused(MalformedInput("same_event", text), row.position, row.raw)


def _position(rows: list[Row]) -> str:
    return rows[0].position if len(rows) == 1 else f"lines {rows[0].line}-{rows[-1].line}"


def _read_cells(sheet: Sheet, row: Row, first: Cells | None) -> tuple[Cells, list[_Problem]]:
    """The values of one row by column, and what is wrong with it; ``first`` are those of the event's first row."""
    found: Cells = {}
    problems: list[_Problem] = []
    if any(row.cells[len(sheet.header) :]):
        expected, got = len(sheet.header), len(row.cells)
        text = f"expected {expected} cells as in the header, got {got}; put cells that hold the delimiter in quotes"
        return found, [_Problem(sheet.header[-1], MalformedInput("too_many_cells", text))]
    for name, cell in zip(sheet.header, row.cells, strict=False):
        column = sheet.layout.columns[name]
        if not cell:
            continue
        try:
            found[name] = column.read(decoded(cell), sheet.decimal_mark)
            if first is not None and not column.per_lot and found[name] != first.get(name):
                raise MalformedInput("rows_disagree", f"expected what the event's first row says, got {cell!r}")
        except QuarantineError as error:
            problems.append(_Problem(name, error))
    bad = {problem.column for problem in problems}
    for column in sheet.layout.columns.values():
        needed = column.required and (column.per_lot or first is None)
        if needed and column.name not in found and column.name not in bad:
            problems.append(_Problem(column.name, _blank(column)))
    return found, problems


def _is_header(row: Row) -> bool:
    """Whether the row names columns, as where two sheets were put below each other."""
    names = {name.lower().replace(" ", "_") for name in row.cells}
    return any(layout.time in names and names.issuperset(layout.required) for layout in layouts().values())


def _blank(column: Column) -> MalformedInput:
    unit = f", {column.unit}" if column.unit else ""
    return MalformedInput("missing_value", f"expected a value ({column.meaning}{unit}), got a blank cell; fill it in")


def _event(sheet: Sheet, rows: list[Cells]) -> CustodyEvent:
    head = rows[0]
    emitter = head.get("emitter") or sheet.default_emitter
    if not emitter:
        raise _Problem("emitter", MalformedInput("missing_value", "expected who says so; fill it in or set a default"))
    occurred_at, offset_minutes = _instant(head, sheet.layout.time)
    return CustodyEvent(
        event_id=head.get("event_id", ""),
        recorded_at=sheet.recorded_at,
        error_declaration=_declaration(head),
        signature=None,
        occurred_at=occurred_at,
        utc_offset_minutes=offset_minutes,
        emitter=emitter,
        sequence=head.get("sequence"),
        place=Place(**{name: head.get(f"place_{name}") for name in Place.__slots__}),
        evidence=tuple(dict.fromkeys(_evidence(rows))),
        body=sheet.layout.body(**_fields(sheet.layout.slots, head, rows)),
    )


def _instant(head: Cells, column: str) -> tuple[datetime, int]:
    """A time of the sheet in UTC, and the offset it was written in: its own, else that of ``utc_offset``, else UTC."""
    moment: datetime = head[column]
    own = moment.utcoffset()
    stated = head.get("utc_offset")
    minutes = (stated or 0) if own is None else int(own / timedelta(minutes=1))
    if stated is not None and stated != minutes:
        text = f"the time in {column} carries another offset; leave one of the two out"
        raise _Problem("utc_offset", MalformedInput("bad_offset", text))
    try:
        return (moment.replace(tzinfo=None) - timedelta(minutes=minutes)).replace(tzinfo=UTC), minutes
    except OverflowError as error:
        raise _Problem(column, MalformedInput("bad_date", "expected a time of this era")) from error


def _declaration(head: Cells) -> ErrorDeclaration | None:
    at, reason = "declared_wrong_at", "declared_wrong_reason"
    if not any(name in head for name in (at, reason, "corrected_by")):
        return None
    for name in (at, reason):
        if name not in head:
            text = f"expected a value: {at} and {reason} take an event back only together"
            raise _Problem(name, MalformedInput("missing_value", text))
    return ErrorDeclaration(_instant(head, at)[0], head[reason], head.get("corrected_by", ()))


def _evidence(rows: Iterable[Cells]) -> Iterator[Evidence]:
    for row in rows:
        given = [name for name in Evidence.__slots__ if f"evidence_{name}" in row]
        if given:
            for name in ("kind", "reference"):
                if name not in given:
                    text = "expected a value: a document needs both evidence_kind and evidence_reference"
                    raise _Problem(f"evidence_{name}", MalformedInput("missing_value", text))
            yield Evidence(row["evidence_kind"], row["evidence_reference"], row.get("evidence_sha256"))


def _fields(slots: tuple[Slot, ...], head: Cells, rows: list[Cells]) -> Cells:
    return {slot.field: _value(slot, head, rows) for slot in slots}


def _value(slot: Slot, head: Cells, rows: list[Cells]) -> Any:
    if slot.record is LotLine and slot.field != "line":
        side = None if slot.side is None else Side.INPUT if slot.side == SIDES[0] else Side.OUTPUT
        return tuple(LotLine(**_fields(slot.slots, row, rows)) for row in rows if row.get("side") == side)
    if slot.record is not None:
        given = [inner.column for inner in slot.slots if inner.column in head]
        if slot.optional and not given:
            return None
        missing = [inner.column for inner in slot.slots if inner.column not in head and inner.needed]
        if missing:
            text = f"expected a value, because {given[0]} is given; fill in both or neither"
            raise _Problem(str(missing[0]), MalformedInput("missing_value", text))
        return slot.record(**_fields(slot.slots, head, rows))
    if slot.field == "lot_ids":
        return tuple(row["lot_id"] for row in rows)
    return head.get(str(slot.column), () if slot.several else None)
