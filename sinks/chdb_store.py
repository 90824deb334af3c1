"""``RowStore`` on chDB, the ClickHouse engine inside this process, in a folder of its own.

A folder belongs to one process at a time, and a process has one folder open at a time (as often as it likes). Do not
fork a process that has a store open: the child hangs in its first query.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import chdb
import pyarrow as pa

from schemas.errors import ConfigurationError, StopError
from schemas.ports import Row, Table, Value
from sinks.chdb_values import arrow_column, parameter_text
from sinks.row_binary import read_table

MAX_BLOCK_ROWS = 500_000
"""Rows in one insert; the engine would cut a block of more than about a million, and a cut block is not atomic."""

MAX_BLOCK_BYTES = 128 * 1024 * 1024
"""Bytes in one insert, as Arrow; above about twice as much the engine would cut the block."""

_ANSWER_FORMAT = "RowBinaryWithNamesAndTypes"
_LEFTOVER = "insert-"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PLACEHOLDER = re.compile(r"\{([a-z_]+):[^{}]+\}")
_UNKNOWN_TABLE = "Code: 60."


class ChdbStore:
    """Tables in ``directory``, which is made if it is missing."""

    def __init__(self, directory: Path) -> None:
        """Open the folder. Raises ``StopError`` when another process, or another folder in this process, is open."""
        self._directory = directory.resolve()
        if set(str(self._directory)) & set("*?{"):
            raise ConfigurationError(f"cannot keep rows in {self._directory}: choose a path without *, ? and {{")
        self._directory.mkdir(parents=True, exist_ok=True)
        self._columns: dict[str, list[tuple[str, str]]] = {}
        self._writing = self._open("input_format_null_as_default = 0")
        self._reading = self._open("readonly = 2")
        self._remove_leftovers()

    def _open(self, settings: str) -> Any:
        try:
            connection: Any = chdb.connect(str(self._directory))  # type: ignore[no-untyped-call]
            connection.query(f"SET {settings}")
            return connection
        except RuntimeError as error:
            if "already initialized with path" in str(error):
                reason = "this process has another folder of rows open; close that one first"
            else:
                reason = "another process has it open, or it cannot be written; wait for that process, or end it"
            raise StopError(f"cannot open the rows in {self._directory}: {reason} ({error})") from error

    def _remove_leftovers(self) -> None:
        """Take away what a killed process was about to insert; nobody else has this folder open."""
        for path in self._directory.glob(f"{_LEFTOVER}*"):
            if not path.name.startswith(f"{_LEFTOVER}{os.getpid()}-"):
                path.unlink()

    def insert(self, table: str, rows: Sequence[Row], token: str) -> None:
        """Store ``rows`` as one block: all of them or, with an error, none. See ``RowStore.insert``."""
        if not rows:
            return
        block = self._block(table, rows)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, block.schema) as stream:
            stream.write_batch(block)
        content = sink.getvalue()
        if len(rows) > MAX_BLOCK_ROWS or content.size > MAX_BLOCK_BYTES:
            raise StopError(
                f"insert into {table}: {len(rows)} rows of {content.size} bytes are more than one block of "
                f"{MAX_BLOCK_ROWS} rows or {MAX_BLOCK_BYTES} bytes; send smaller batches"
            )
        written = self._write(table, block.schema.names, content, _token(token, content))
        if written != len(rows):
            raise StopError(f"insert into {table}: {len(rows)} rows sent, {written} written")

    def _write(self, table: str, names: Sequence[str], content: pa.Buffer, token: str) -> int:
        with tempfile.NamedTemporaryFile(prefix=f"{_LEFTOVER}{os.getpid()}-", dir=self._directory) as file:
            file.write(content)
            file.flush()
            done = self._run(self._writing, _insert_sql(table, names, Path(file.name), token), f"insert into {table}")
        return int(done.rows_written())

    def _block(self, table: str, rows: Sequence[Row]) -> pa.RecordBatch:
        columns = self._table_columns(table)
        wrong = next((row for row in rows if len(row) != len(columns)), None)
        if wrong is not None:
            raise StopError(f"insert into {table}: expected {len(columns)} values in each row, got {len(wrong)}")
        arrays = []
        for (name, type_name), cells in zip(columns, zip(*rows, strict=True), strict=True):
            try:
                arrays.append(arrow_column(type_name, cells))
            except ValueError as error:
                raise StopError(f"insert into {table}, column {name}: {error}; nothing was stored") from error
        return pa.RecordBatch.from_arrays(arrays, names=[name for name, _ in columns])

    def _table_columns(self, table: str) -> list[tuple[str, str]]:
        """Names and types of the columns that an insert fills."""
        if table not in self._columns:
            if not _NAME.fullmatch(table):
                raise StopError(f"expected the name of a table, got {table!r}")
            found = self.query(
                "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} "
                "AND default_kind IN ('', 'DEFAULT') ORDER BY position",
                {"table": table},
            )
            if not found.rows:
                raise StopError(f"there is no table {table} in {self._directory}; run the migrations first")
            self._columns[table] = [(str(name), str(type_name)) for name, type_name in found.rows]
        return self._columns[table]

    def query(self, sql: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Answer one SELECT. See ``RowStore.query``."""
        if ";" in sql:
            raise StopError(f"{_first_line(sql)}: expected one SELECT without a semicolon")
        texts = _parameter_texts(sql, parameters or {})
        return read_table(self._run(self._reading, sql, sql, texts).bytes())

    def command(self, sql: str) -> None:
        """Run one statement without an answer. See ``RowStore.command``."""
        self._columns.clear()
        self._run(self._writing, sql, sql)

    def _run(self, connection: Any, sql: str, what: str, parameters: dict[str, str] | None = None) -> Any:
        if connection is None:
            raise StopError(f"the rows in {self._directory} were closed; open them again before: {_first_line(what)}")
        try:
            return connection.query(sql, _ANSWER_FORMAT, params=parameters or {})
        except RuntimeError as error:
            hint = "; run the migrations first" if str(error).startswith(_UNKNOWN_TABLE) else ""
            raise StopError(f"{_first_line(what)}: the engine refused: {error}{hint}") from error

    def close(self) -> None:
        """Let the folder go, so that another process may open it; a second call does nothing."""
        for connection in (self._reading, self._writing):
            if connection is not None:
                connection.close()
        self._reading = self._writing = None


def _insert_sql(table: str, names: Sequence[str], path: Path, token: str) -> str:
    return (
        f"INSERT INTO {table} ({', '.join(names)}) FROM INFILE {_quoted(str(path))} "
        f"SETTINGS insert_deduplication_token = {_quoted(token)} FORMAT ArrowStream"
    )


def _token(token: str, content: pa.Buffer) -> str:
    """The caller's name for the batch, and what is in it: a token alone would drop other rows in silence."""
    return f"{token}#{hashlib.sha256(content).hexdigest()}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _parameter_texts(sql: str, parameters: Mapping[str, Value]) -> dict[str, str]:
    wanted = set(_PLACEHOLDER.findall(sql))
    if wanted != set(parameters):
        raise StopError(
            f"{_first_line(sql)}: expected the parameters {_listed(wanted)}, got {_listed(set(parameters))}"
        )
    texts = {}
    for name, value in parameters.items():
        try:
            texts[name] = parameter_text(value)
        except ValueError as error:
            raise StopError(f"{_first_line(sql)}: parameter {name}: {error}") from error
    return texts


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _first_line(sql: str) -> str:
    """What a message calls a statement."""
    lines = [line.strip() for line in sql.splitlines() if line.strip()]
    return lines[0][:120] if lines else "an empty statement"
