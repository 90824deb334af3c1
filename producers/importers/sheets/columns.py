"""The columns of a sheet, derived from the records of events: one sheet for each body, one row for each lot.

Names, meanings and units come from the Avro records, so a field that is added there has its column at once. Weights are
written in carats and money in US dollars here, and become thousandths and cents when they are read.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any, get_args, get_origin, get_type_hints

from producers.importers.sheets import cells
from schemas import events
from schemas.events import Body, DeclarationReason, HsRow, LotLine

SIDES = ("inputs", "outputs")
"""The two lists of lots of a transformation; the column ``side`` tells which one a row belongs to."""

Side = StrEnum("Side", {"INPUT": "INPUT", "OUTPUT": "OUTPUT"})

TIMES: dict[type[Body], str] = {
    events.LotRegistered: "registered_at",
    events.CustodyReleased: "released_at",
    events.CustodyReceived: "received_at",
    events.OwnershipTransferred: "sold_at",
    events.LotsTransformed: "transformed_at",
    events.LotSealed: "sealed_at",
    events.SealInspected: "inspected_at",
    events.LotExamined: "examined_at",
    events.CertificateIssued: "issued_at",
    events.CertificateAmended: "amended_at",
    events.CertificateCancelled: "cancelled_at",
    events.ShipmentExported: "exported_at",
    events.ShipmentImported: "imported_at",
    events.ImportConfirmed: "confirmed_at",
    events.LotRetired: "retired_at",
}
"""The column that says when it happened; by its name the body is recognised."""

_KEYS: dict[type[Body], tuple[str, ...]] = {
    events.LotRegistered: (),
    events.CustodyReleased: ("handover_id",),
    events.CustodyReceived: ("handover_id",),
    events.OwnershipTransferred: ("invoice", "seller"),
    events.LotsTransformed: (),
    events.LotSealed: ("seal_id", "sealed_at"),
    events.SealInspected: ("seal_id", "inspected_at"),
    events.ShipmentExported: ("shipment_id",),
    events.ShipmentImported: ("shipment_id",),
}
"""Rows that agree in these columns and in ``event_ref`` are lots of one event; elsewhere each row is an event."""

_PREFIXES = {
    ("certificate", "Certificate"): "certificate_",
    ("certificate", "CertificateRef"): "certificate_",
    ("presented", "Certificate"): "presented_",
    ("line", "LotLine"): "",
}
_READERS: dict[object, cells.Reader] = {
    str: cells.text,
    int: cells.whole,
    float: cells.degrees,
    bool: cells.flag,
    date: cells.day,
}
_BY_UNIT: dict[str, tuple[cells.Reader, str]] = {
    "ct/1000": (cells.carats, "carats"),
    "USD/100": (cells.dollars, "US dollars"),
}


_AVRO_UNIT = re.compile(r",? (?:in )?(?:thousandths of a carat|US cents)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, in which unit, and how a cell is read.

    ``required`` cells may not be blank. ``per_lot`` columns belong to the lot of the row; the others to the event, and
    may be blank in all its rows but the first.
    """

    name: str
    meaning: str
    unit: str
    required: bool
    per_lot: bool
    read: cells.Reader


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the value of a field comes from: a cell, the lots of the event, or a record with slots of its own.

    ``needed`` tells a field that its record cannot do without, ``several`` one that holds a list.
    """

    field: str
    column: str | None = None
    record: type[Any] | None = None
    slots: tuple[Slot, ...] = ()
    optional: bool = False
    side: str | None = None
    needed: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheet of one body."""

    body: type[Body]
    time: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    slots: tuple[Slot, ...]

    @property
    def name(self) -> str:
        """Name of the body, as ``CustodyReleased``."""
        return self.body.__name__

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that a sheet must have; ``emitter`` is needed too where no default is given."""
        return tuple(column.name for column in self.columns.values() if column.required)


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """Every layout by the name of its body, in the order of the events."""
    return {body.__name__: _layout(body) for body in get_args(Body)}


def _layout(body: type[Body]) -> Layout:
    slots: list[Slot] = []
    content = list(_columns(body, "", slots, line_names=_line_names(body)))
    several = body in _KEYS
    head = list(_head(body, several))
    ordered = [*head, *content, *_tail()]
    key = (*_KEYS[body], "event_ref", "declared_wrong_at", "event_id") if several else ()
    return Layout(body, TIMES[body], key, {column.name: column for column in ordered}, tuple(slots))


def _head(body: type[Body], several: bool) -> Iterator[Column]:
    if several:
        only = body is events.LotsTransformed
        why = "Any text of your own that is the same in all rows of one event; it only ties the rows together"
        yield Column("event_ref", why, "", only, False, cells.text)
    when = "When it happened: day and time, with offset from UTC or in the local time of utc_offset"
    yield Column(TIMES[body], when, "ISO 8601", True, False, cells.moment)
    meaning = "Offset of local time from UTC, as +02:00; blank means UTC"
    yield Column("utc_offset", meaning, "hours:minutes", False, False, cells.offset)
    yield Column("emitter", _docs("CustodyEvent")["emitter"][0], "", False, False, cells.text)


def _tail() -> Iterator[Column]:
    for name in ("site_id", "country", "area"):
        yield Column(f"place_{name}", _docs("Place")[name][0], "", False, False, cells.text)
    for name in ("latitude", "longitude"):
        yield Column(f"place_{name}", _docs("Place")[name][0], "degrees", False, False, cells.degrees)
    for name in ("kind", "reference", "sha256"):
        meaning = f"{_docs('Evidence')[name][0]} (one document a row)"
        yield Column(f"evidence_{name}", meaning, "", False, True, cells.text)
    yield Column("sequence", _docs("CustodyEvent")["sequence"][0], "", False, False, cells.whole)
    yield Column("event_id", "UUID of the event; blank means: derived from the content", "", False, False, cells.text)
    taken_back = "To take an event back, repeat its rows and say here when you found it wrong"
    yield Column("declared_wrong_at", taken_back, "ISO 8601", False, False, cells.moment)
    reasons = ", ".join(reason.value for reason in DeclarationReason)
    reader = cells.choice(DeclarationReason)
    yield Column("declared_wrong_reason", f"Why it is taken back: {reasons}", "", False, False, reader)
    ids = "Ids of the events that stand in its place, separated by |"
    yield Column("corrected_by", ids, "", False, False, cells.listing)


def _line_names(body: type[Body]) -> frozenset[str]:
    has_lots = any(hint == tuple[LotLine, ...] for hint in get_type_hints(body).values())
    return frozenset(field.name for field in fields(LotLine)) if has_lots else frozenset()


def _columns(
    record: type[Any],
    prefix: str,
    slots: list[Slot],
    *,
    line_names: frozenset[str] = frozenset(),
    optional: bool = False,
    per_lot: bool = False,
) -> Iterator[Column]:
    """The columns of a record, and beside them (in ``slots``) how to build it from their cells."""
    hints = get_type_hints(record)
    for field in fields(record):
        hint, nullable = _without_none(hints[field.name])
        inner: list[Slot] = []
        if isinstance(hint, type) and is_dataclass(hint):
            inner_prefix = _PREFIXES[field.name, hint.__name__]
            yield from _columns(hint, inner_prefix, inner, optional=optional or nullable, per_lot=per_lot)
            slots.append(Slot(field.name, record=hint, slots=tuple(inner), optional=nullable))
        elif hint == tuple[LotLine, ...]:
            side = field.name if field.name in SIDES else None
            if side is not None and field.name == SIDES[0]:
                meaning = "INPUT for a lot consumed, OUTPUT for a lot born"
                yield Column("side", meaning, "", True, True, cells.choice(Side))
            found = list(_columns(LotLine, "", inner, per_lot=True))
            if side != SIDES[1]:
                yield from found
            slots.append(Slot(field.name, record=LotLine, slots=tuple(inner), side=side))
        elif field.name == "lot_ids":
            yield Column("lot_id", _docs("LotLine")["lot_id"][0], "", True, True, cells.text)
            slots.append(Slot(field.name, column="lot_id"))
        else:
            total = "total_" if field.name in line_names else ""
            column = _column(record, field.name, hint, prefix + total, not (nullable or optional), per_lot)
            yield column
            several = get_origin(hint) is tuple
            slots.append(Slot(field.name, column=column.name, needed=not (nullable or several), several=several))


def _column(record: type[Any], field: str, hint: object, prefix: str, required: bool, per_lot: bool) -> Column:
    meaning, unit = _docs(record.__name__)[field]
    name = prefix + field.replace("value_cents", "value_usd")
    if unit:
        reader, unit = _BY_UNIT[unit]
        return Column(name, _AVRO_UNIT.sub("", meaning), unit, required, per_lot, reader)
    if field == "hs_code":
        return Column(name, meaning, "", required, per_lot, cells.hs_code)
    if get_origin(hint) is tuple:
        rows = get_args(hint)[0] is HsRow
        how = "code carats dollars, separated by |" if rows else "separated by |"
        reader = cells.hs_rows if rows else cells.listing
        return Column(name, f"{meaning} ({how})", "", False, per_lot, reader)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        values = ", ".join(member.value for member in hint)
        return Column(name, f"{meaning}: {values}", "", required, per_lot, cells.choice(hint))
    unit = {date: "YYYY-MM-DD", bool: "yes or no"}.get(hint, "") if isinstance(hint, type) else ""
    return Column(name, meaning.replace("null where", "blank where"), unit, required, per_lot, _READERS[hint])


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) is types.UnionType:
        return next(arg for arg in get_args(hint) if arg is not type(None)), True
    return hint, False


@lru_cache(maxsize=64)
def _docs(record: str) -> dict[str, tuple[str, str]]:
    """Meaning and unit of each field of an Avro record."""
    schema = json.loads(resources.files("schemas").joinpath("avro", f"{record}.avsc").read_text(encoding="utf-8"))
    return {field["name"]: (field["doc"], _unit(field["type"])) for field in schema["fields"]}


def _unit(kind: Any) -> str:
    if isinstance(kind, list):
        return next((unit for unit in map(_unit, kind) if unit), "")
    return str(kind.get("unit", "")) if isinstance(kind, dict) else ""
