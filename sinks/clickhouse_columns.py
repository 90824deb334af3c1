"""Columns on their way to and from clickhouse-driver, exactly as the port of row stores states them.

The driver reads an instant through a floating point number, which loses microseconds from the year 2242 on, and writes
one before 1970 with a fraction of a second a second late. So instants are handed over as whole microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pyarrow as pa
from clickhouse_driver.block import BlockInfo, ColumnOrientedBlock
from clickhouse_driver.columns.datetimecolumn import DateTime64Column
from clickhouse_driver.columns.service import get_column_by_spec
from clickhouse_driver.connection import Connection
from clickhouse_driver.defines import DBMS_MIN_REVISION_WITH_CUSTOM_SERIALIZATION
from clickhouse_driver.reader import read_binary_str, read_binary_uint8
from clickhouse_driver.streams.native import BlockInputStream
from clickhouse_driver.varint import read_varint

from schemas.ports import Row, Table, Value
from sinks.cells import unwrapped
from sinks.row_binary import reader_of, stored_plainly

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def written_column(type_name: str, array: pa.Array) -> list[Any]:
    """The cells of an Arrow column as the driver takes them; text as bytes."""
    plain = unwrapped(type_name)
    if plain.startswith("Array("):
        items = written_column(plain.removeprefix("Array(").removesuffix(")"), array.values)
        ends = array.offsets.to_pylist()
        return [items[start:end] for start, end in pairwise(ends)]
    if plain.startswith("DateTime64("):
        array = array.cast(pa.int64())
    cells: list[Any] = array.to_pylist()
    if plain == "UUID":
        return [None if cell is None else UUID(bytes=cell) for cell in cells]
    return cells


def read_answer(columns: Sequence[Sequence[Any]], heads: Sequence[tuple[str, str]]) -> Table:
    """The driver's columns as a table. Raises ``StopError`` for a type that this project does not read."""
    types = [stored_plainly(type_name) for _, type_name in heads]
    for type_name in types:
        reader_of(type_name)
    cells = [map(_cell_reader(name), column) for name, column in zip(types, columns, strict=bool(columns))]
    rows: list[Row] = list(zip(*cells, strict=True))
    return Table(tuple(name for name, _ in heads), tuple(types), tuple(rows))


def _cell_reader(type_name: str) -> Callable[[Any], Value]:
    plain = unwrapped(type_name)
    if plain.startswith("Array("):
        item = _cell_reader(plain.removeprefix("Array(").removesuffix(")"))
        return lambda cell: tuple(map(item, cell))
    if plain == "String":
        return _text
    if plain == "UUID":
        return lambda cell: None if cell is None else str(cell)
    return lambda cell: cell


def _text(cell: bytes | None) -> str | bytes | None:
    try:
        return None if cell is None else cell.decode()
    except UnicodeDecodeError:
        return cell


class ExactConnection(Connection):  # type: ignore[misc]
    """A connection that reads instants to the microsecond."""

    def get_block_in_stream(self) -> BlockInputStream:
        """What reads the blocks of answers."""
        return _ExactBlocks(self.fin, self.context)


class _ExactBlocks(BlockInputStream):  # type: ignore[misc]
    def read(self, use_numpy: bool | None = None) -> ColumnOrientedBlock:
        """One block; columns of instants hold aware instants in UTC."""
        info = BlockInfo()
        info.read(self.fin)
        width, rows = read_varint(self.fin), read_varint(self.fin)
        revision = self.context.server_info.used_revision
        heads, data = [], []
        for _ in range(width):
            name, type_name = read_binary_str(self.fin), read_binary_str(self.fin)
            heads.append((name, type_name))
            has_kind = revision >= DBMS_MIN_REVISION_WITH_CUSTOM_SERIALIZATION and bool(read_binary_uint8(self.fin))
            if rows:
                data.append(self._column(type_name, rows, has_kind, use_numpy))
        return ColumnOrientedBlock(columns_with_types=heads, data=data, info=info)

    def _column(self, type_name: str, rows: int, has_kind: bool, use_numpy: bool | None) -> Sequence[Any]:
        options = {"context": self.context, "has_custom_serialization": has_kind}
        column = innermost = get_column_by_spec(type_name, options, use_numpy=use_numpy)
        while hasattr(innermost, "nested_column"):
            innermost = innermost.nested_column
        if isinstance(innermost, DateTime64Column) and innermost.scale == innermost.max_scale:
            innermost.after_read_items = _instants
        column.read_state_prefix(self.fin)
        cells: Sequence[Any] = column.read_data(rows, self.fin)
        return cells


def _instants(micros: Sequence[int], nulls_map: Sequence[int] | None = None) -> tuple[datetime | None, ...]:
    if nulls_map is None:
        return tuple(_EPOCH + timedelta(microseconds=micro) for micro in micros)
    pairs = zip(micros, nulls_map, strict=True)
    return tuple(None if missing else _EPOCH + timedelta(microseconds=micro) for micro, missing in pairs)
