"""Reads an answer in the engine's ``RowBinaryWithNamesAndTypes``: exact types, exact bytes. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from struct import Struct

from schemas.errors import StopError
from schemas.ports import Row, Table, Value

Read = tuple[Value, int]
Reader = Callable[[bytes, int], Read]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = _EPOCH.date().toordinal()
_LOW_CARDINALITY = re.compile(r"LowCardinality\(((?:[^()]|\([^()]*\))*)\)")


def read_table(answer: bytes) -> Table:
    """The answer as a table. Raises ``StopError`` for a type that this project does not read, or a cut answer."""
    try:
        return _table(answer)
    except (IndexError, ValueError) as error:
        raise StopError(f"the engine's answer cannot be read: {error}") from error


def _table(answer: bytes) -> Table:
    width, at = _length(answer, 0)
    heads: list[str] = []
    for _ in range(2 * width):
        text, at = _text(answer, at)
        heads.append(str(text))
    names, types = heads[:width], [stored_plainly(head) for head in heads[width:]]
    readers = [reader_of(type_name) for type_name in types]
    rows: list[Row] = []
    while at < len(answer):
        cells = []
        for reader in readers:
            cell, at = reader(answer, at)
            cells.append(cell)
        rows.append(tuple(cells))
    if at > len(answer):
        raise ValueError("it ends inside a row")
    return Table(tuple(names), tuple(types), tuple(rows))


def stored_plainly(type_name: str) -> str:
    """The type without ``LowCardinality``, which says how cells are stored and not what they hold."""
    return _LOW_CARDINALITY.sub(r"\1", type_name)


def reader_of(type_name: str) -> Reader:
    """What reads one cell of a type."""
    if type_name in _READERS:
        return _READERS[type_name]
    for wrapper, make in (("Nullable(", _nullable), ("Array(", _array)):
        if type_name.startswith(wrapper):
            return make(reader_of(type_name.removeprefix(wrapper).removesuffix(")")))
    raise StopError(f"cells of type {type_name} are not read by this project; cast them in the query")


def _length(data: bytes, at: int) -> tuple[int, int]:
    length = shift = 0
    while True:
        byte = data[at]
        at += 1
        length |= (byte & 127) << shift
        if byte < 128:
            return length, at
        shift += 7


def _text(data: bytes, at: int) -> Read:
    length, at = _length(data, at)
    end = at + length
    if end > len(data):
        raise ValueError("it ends inside a text")
    raw = data[at:end]
    try:
        return raw.decode(), end
    except UnicodeDecodeError:
        return raw, end


def _uuid(data: bytes, at: int) -> Read:
    text = (data[at : at + 8][::-1] + data[at + 8 : at + 16][::-1]).hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}", at + 16


def _truth(data: bytes, at: int) -> Read:
    return data[at] != 0, at + 1


def _fixed(code: str, as_value: Callable[[int], Value] | None = None) -> Reader:
    layout = Struct(f"<{code}")
    unpack, size = layout.unpack_from, layout.size

    def read(data: bytes, at: int) -> Read:
        if at + size > len(data):
            raise ValueError("it ends inside a number")
        (number,) = unpack(data, at)
        return (number if as_value is None else as_value(number)), at + size

    return read


def _nullable(inner: Reader) -> Reader:
    def read(data: bytes, at: int) -> Read:
        return (None, at + 1) if data[at] else inner(data, at + 1)

    return read


def _array(inner: Reader) -> Reader:
    def read(data: bytes, at: int) -> Read:
        length, at = _length(data, at)
        items = []
        for _ in range(length):
            item, at = inner(data, at)
            items.append(item)
        return tuple(items), at

    return read


_READERS: dict[str, Reader] = {
    "String": _text,
    "UUID": _uuid,
    "Bool": _truth,
    "Date32": _fixed("i", lambda days: date.fromordinal(_FIRST_DAY + days)),
    "Date": _fixed("H", lambda days: date.fromordinal(_FIRST_DAY + days)),
    "DateTime64(6, 'UTC')": _fixed("q", lambda micros: _EPOCH + timedelta(microseconds=micros)),
    "Float64": _fixed("d"),
    "Nothing": lambda _, at: (None, at),
    **{f"Int{bits}": _fixed(code) for bits, code in ((8, "b"), (16, "h"), (32, "i"), (64, "q"))},
    **{f"UInt{bits}": _fixed(code) for bits, code in ((8, "B"), (16, "H"), (32, "I"), (64, "Q"))},
}
