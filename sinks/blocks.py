"""Rows on their way into a table: one block with exact types, and a name for it that depends on its content alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from schemas.errors import StopError
from schemas.ports import Row, RowStore
from sinks.cells import arrow_column

MAX_BLOCK_ROWS = 500_000
"""Rows in one insert; the engine would cut a block of more than about a million, and a cut block is not atomic."""

MAX_BLOCK_BYTES = 128 * 1024 * 1024
"""Bytes in one insert, as Arrow; above about twice as much the engine would cut the block."""

Columns = Sequence[tuple[str, str]]
"""Name and type of each column that an insert fills, in the order of the table."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows of one table: as Arrow columns, and as the bytes of an Arrow stream."""

    table: str
    columns: Columns
    batch: pa.RecordBatch
    content: pa.Buffer

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that it fills."""
        return tuple(name for name, _ in self.columns)

    def token(self, token: str) -> str:
        """The caller's name for the batch, and what is in it: a token alone would drop other rows in silence."""
        return f"{token}#{hashlib.sha256(self.content).hexdigest()}"


def table_columns(store: RowStore, table: str, place: str) -> Columns:
    """The columns of a table. Raises ``StopError``, which names the ``place``, when there is no such table."""
    if not _NAME.fullmatch(table):
        raise StopError(f"expected the name of a table, got {table!r}")
    found = store.query(
        "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} "
        "AND default_kind IN ('', 'DEFAULT') ORDER BY position",
        {"table": table},
    )
    if not found.rows:
        raise StopError(f"there is no table {table} in {place}; run the migrations first")
    return [(str(name), str(type_name)) for name, type_name in found.rows]


def table_block(table: str, columns: Columns, rows: Sequence[Row]) -> TableBlock:
    """The rows as one block. Raises ``StopError`` for cells that do not fit, and for more than a block may hold."""
    wrong = next((row for row in rows if len(row) != len(columns)), None)
    if wrong is not None:
        raise StopError(f"insert into {table}: expected {len(columns)} values in each row, got {len(wrong)}")
    arrays = []
    for (name, type_name), cells in zip(columns, zip(*rows, strict=True), strict=True):
        try:
            arrays.append(arrow_column(type_name, cells))
        except ValueError as error:
            raise StopError(f"insert into {table}, column {name}: {error}; nothing was stored") from error
    batch = pa.RecordBatch.from_arrays(arrays, names=[name for name, _ in columns])
    content = _arrow_stream(batch)
    if len(rows) > MAX_BLOCK_ROWS or content.size > MAX_BLOCK_BYTES:
        raise StopError(
            f"insert into {table}: {len(rows)} rows of {content.size} bytes are more than one block of "
            f"{MAX_BLOCK_ROWS} rows or {MAX_BLOCK_BYTES} bytes; send smaller batches"
        )
    return TableBlock(table, columns, batch, content)


def _arrow_stream(batch: pa.RecordBatch) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return sink.getvalue()
