"""Blocks of columns, as the wire and the engine's Native format write them.

A block does not say how long it is. To find its end, one steps over its columns by their types.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.integration.clickhouse_server.wire import Reader, text, varint

KIND_OF_SERIALIZATION = 54454
"""From this revision on a byte behind each type says how the column is written; zero is the plain way."""

_BLOCK_INFO = b"\x01\x00\x02\xff\xff\xff\xff\x00"
_NAMED = re.compile(r"(?:`[^`]*`|\w+) +(\S.*)", re.DOTALL)
_WIDTHS = {
    "Bool": 1, "Date": 2, "Date32": 4, "DateTime": 4, "DateTime64": 8, "Enum8": 1, "Enum16": 2, "Float32": 4,
    "Float64": 8, "IPv4": 4, "IPv6": 16, "Nothing": 1, "Point": 16, "UUID": 16,
    **{f"{sign}Int{bits}": bits // 8 for sign in ("", "U") for bits in (8, 16, 32, 64, 128, 256)},
}  # fmt: skip


class UnknownType(Exception):
    """A column of a type that this server cannot step over."""


@dataclass(frozen=True, slots=True)
class Column:
    """Name, type and the bytes of all cells."""

    name: str
    type_name: str
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of ``rows`` cells each."""

    columns: tuple[Column, ...] = ()
    rows: int = 0

    def head(self) -> Block:
        """Its names and types without a row."""
        return Block(tuple(replace(column, data=b"") for column in self.columns))

    def typed(self, types: Sequence[str]) -> Block:
        """The same cells under other names of their types."""
        pairs = zip(self.columns, types, strict=True)
        return replace(self, columns=tuple(replace(column, type_name=name) for column, name in pairs))

    def native(self) -> bytes:
        """As the engine's Native format writes it."""
        return self._content(b"")

    def packet(self, revision: int) -> bytes:
        """As it goes over the wire."""
        return _BLOCK_INFO + self._content(b"\0" if revision >= KIND_OF_SERIALIZATION else b"")

    def _content(self, kind: bytes) -> bytes:
        columns = [text(c.name) + text(c.type_name) + kind + c.data for c in self.columns]
        return varint(len(columns)) + varint(self.rows) + b"".join(columns)


def read_packet(reader: Reader, revision: int) -> Block:
    """A block from the wire."""
    while field := reader.varint():
        reader.skip(1 if field == 1 else 4)
    return _read(reader, has_kind=revision >= KIND_OF_SERIALIZATION)


def read_native(content: bytes) -> list[Block]:
    """The blocks of an answer in Native format."""
    reader = Reader(lambda: b"", content)
    found = []
    while reader.at < len(content):
        found.append(_read(reader, has_kind=False))
    return found


def _read(reader: Reader, *, has_kind: bool) -> Block:
    width, rows = reader.varint(), reader.varint()
    columns = []
    for _ in range(width):
        name, type_name = reader.text(), reader.text()
        if has_kind and reader.byte():
            raise UnknownType(f"column {name} is written in a way of its own, expected the plain way")
        mark = reader.at
        if rows:
            _skip_prefix(reader, type_name)
            _skip_cells(reader, type_name, rows)
        columns.append(Column(name, type_name, reader.since(mark)))
    return Block(tuple(columns), rows)


def _parts(type_name: str) -> tuple[str, list[str]]:
    """``Map(String, Array(UInt8))`` as ``Map`` and its two arguments; names of elements are left out."""
    head, _, rest = type_name.partition("(")
    arguments, depth, quoted = [""], 0, False
    for letter in rest[:-1]:
        quoted ^= letter == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0 and not quoted:
            arguments.append("")
        else:
            arguments[-1] += letter
    stripped = [argument.strip() for argument in arguments if argument.strip()]
    return head, [match[1] if (match := _NAMED.fullmatch(argument)) else argument for argument in stripped]


def _skip_prefix(reader: Reader, type_name: str) -> None:
    head, arguments = _parts(type_name)
    if head == "LowCardinality":
        reader.skip(8)
    elif head in {"Array", "Nullable", "Tuple", "Map"}:
        for argument in arguments:
            _skip_prefix(reader, argument)


def _skip_cells(reader: Reader, type_name: str, rows: int) -> None:
    head, arguments = _parts(type_name)
    if head == "String":
        reader.skip_texts(rows)
    elif head == "FixedString":
        reader.skip(int(arguments[0]) * rows)
    elif head == "Nullable":
        reader.skip(rows)
        _skip_cells(reader, arguments[0], rows)
    elif head == "Array":
        _skip_cells(reader, arguments[0], _skip_offsets(reader, rows))
    elif head == "Map":
        items = _skip_offsets(reader, rows)
        for argument in arguments:
            _skip_cells(reader, argument, items)
    elif head == "Tuple":
        for argument in arguments:
            _skip_cells(reader, argument, rows)
    elif head == "LowCardinality":
        _skip_low_cardinality(reader, arguments[0], rows)
    elif head == "Decimal":
        reader.skip(_decimal_width(int(arguments[0])) * rows)
    elif head in _WIDTHS:
        reader.skip(_WIDTHS[head] * rows)
    else:
        raise UnknownType(f"this server cannot step over cells of type {type_name}")


def _skip_offsets(reader: Reader, rows: int) -> int:
    """Pass over the ends of arrays; the last one is the number of items."""
    if rows == 0:
        return 0
    (last,) = struct.unpack("<Q", reader.take(8 * rows)[-8:])
    return int(last)


def _skip_low_cardinality(reader: Reader, type_name: str, rows: int) -> None:
    """Pass over the words, then over a number for each cell."""
    if rows == 0:
        return
    key_width = 1 << (reader.uint64() & 15)
    head, arguments = _parts(type_name)
    _skip_cells(reader, arguments[0] if head == "Nullable" else type_name, reader.uint64())
    reader.skip(key_width * reader.uint64())


def _decimal_width(digits: int) -> int:
    return next(width for most, width in ((9, 4), (18, 8), (38, 16), (76, 32)) if digits <= most)
