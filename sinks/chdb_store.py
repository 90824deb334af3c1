"""``RowStore`` on chDB, the ClickHouse engine inside this process, in a folder of its own.

A folder belongs to one process at a time, and a process has one folder open at a time (as often as it likes). Do not
fork a process that has a store open: the child hangs in its first query.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import chdb

from schemas.errors import ConfigurationError, StopError
from schemas.ports import Row, Table, Value
from sinks.blocks import Columns, TableBlock, table_block, table_columns
from sinks.row_binary import read_table
from sinks.statements import checked_parameters, first_line

_ANSWER_FORMAT = "RowBinaryWithNamesAndTypes"
_LEFTOVER = "insert-"
_UNKNOWN_TABLE = "Code: 60."


class ChdbStore:
    """Tables in ``directory``, which is made if it is missing."""

    def __init__(self, directory: Path) -> None:
        """Open the folder. Raises ``StopError`` when another process, or another folder in this process, is open."""
        self._directory = directory.resolve()
        if set(str(self._directory)) & set("*?{"):
            raise ConfigurationError(f"cannot keep rows in {self._directory}: choose a path without *, ? and {{")
        self._directory.mkdir(parents=True, exist_ok=True)
        self._columns: dict[str, Columns] = {}
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
        block = table_block(table, self._table_columns(table), rows)
        with tempfile.NamedTemporaryFile(prefix=f"{_LEFTOVER}{os.getpid()}-", dir=self._directory) as file:
            file.write(block.content)
            file.flush()
            done = self._run(self._writing, _insert_sql(block, Path(file.name), token), f"insert into {table}")
        if done.rows_written() != len(rows):
            raise StopError(f"insert into {table}: {len(rows)} rows sent, {done.rows_written()} written")

    def _table_columns(self, table: str) -> Columns:
        """Names and types of the columns that an insert fills."""
        if table not in self._columns:
            self._columns[table] = table_columns(self, table, str(self._directory))
        return self._columns[table]

    def query(self, sql: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Answer one SELECT. See ``RowStore.query``."""
        texts = checked_parameters(sql, parameters or {})
        return read_table(self._run(self._reading, sql, sql, texts).bytes())

    def command(self, sql: str) -> None:
        """Run one statement without an answer. See ``RowStore.command``."""
        self._columns.clear()
        self._run(self._writing, sql, sql)

    def _run(self, connection: Any, sql: str, what: str, parameters: dict[str, str] | None = None) -> Any:
        if connection is None:
            raise StopError(f"the rows in {self._directory} were closed; open them again before: {first_line(what)}")
        try:
            return connection.query(sql, _ANSWER_FORMAT, params=parameters or {})
        except RuntimeError as error:
            hint = "; run the migrations first" if str(error).startswith(_UNKNOWN_TABLE) else ""
            raise StopError(f"{first_line(what)}: the engine refused: {error}{hint}") from error

    def close(self) -> None:
        """Let the folder go, so that another process may open it; a second call does nothing."""
        for connection in (self._reading, self._writing):
            if connection is not None:
                connection.close()
        self._reading = self._writing = None


def _insert_sql(block: TableBlock, path: Path, token: str) -> str:
    return (
        f"INSERT INTO {block.table} ({', '.join(block.names)}) FROM INFILE {_quoted(str(path))} "
        f"SETTINGS insert_deduplication_token = {_quoted(block.token(token))} FORMAT ArrowStream"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
