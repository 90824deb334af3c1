"""A local runtime that dies: the program that the kill tests start, kill and start again.

``python -m tests.deploy.victim FOLDER run KIND FATAL`` takes in FOLDER/input.pickle and says ``took N`` after each
batch that had something new in it. It kills itself with SIGKILL at the point numbered FATAL; 0 lets it live. Points lie
around everything that changes a file: each record, each statement of a transaction, the commit, each row.
``... dump KIND 0`` prints what all tables of FOLDER hold instead. KIND names the rows: ``file`` or ``chdb``.
"""

from __future__ import annotations

import os
import pickle
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.local import LocalRuntime, RowWriter
from schemas.findings import Finding
from schemas.ports import Row, RowStore
from schemas.reference.load import load_reference
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from stream_processors.sqlite_histories import SqliteHistories
from tests.rows import FileRows

BATCH, BLOCK = 4, 9
LOG_TABLES = (
    "log", "history", "due", "published", "findings", "quarantine", "reference", "mark", "numbers", "ranges",
)  # fmt: skip


class Death:
    """Comes at one point of all that are passed."""

    def __init__(self, fatal: int) -> None:
        self._fatal = fatal
        self._passed = 0

    def point(self) -> None:
        """One more point; the end, if it is the fatal one."""
        self._passed += 1
        if self._passed == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalLog(SqliteHistories):
    """The log, with a point around everything that changes it."""

    def __init__(self, path: Path, book: RuleBook, death: Death) -> None:
        super().__init__(path, book, cached=5)
        self._death = death
        self.changed_since_commit = False

    def append(self, payload: bytes, known_at: datetime, position: int) -> None:
        self.changed_since_commit = True
        self._death.point()
        super().append(payload, known_at, position)
        self._death.point()

    def publish(self, findings: Iterable[Finding], position: int) -> None:
        for finding in findings:
            super().publish([finding], position)
            self._death.point()

    def mark(self, name: str, value: str) -> None:
        self.changed_since_commit = True
        super().mark(name, value)
        self._death.point()

    def commit(self) -> None:
        if not self.changed_since_commit:
            super().commit()
            return
        self._flush()
        self._death.point()
        super().commit()
        self.changed_since_commit = False
        self._death.point()


class MortalRows(FileRows):
    """Rows in a file, with a point after each."""

    def __init__(self, path: Path, death: Death) -> None:
        super().__init__(path)
        self._death = death

    def put(self, row: tuple[str, str, bytes]) -> None:
        super().put(row)
        self._death.point()


class MortalStore:
    """A row store, with a point before and after each block."""

    def __init__(self, store: RowStore, death: Death) -> None:
        self.query, self.command, self.close = store.query, store.command, store.close
        self._store, self._death = store, death

    def insert(self, table: str, rows: Sequence[Row], token: str) -> None:
        self._death.point()
        self._store.insert(table, rows, token)
        self._death.point()


def open_rows(folder: Path, kind: str, death: Death) -> tuple[RowWriter, Callable[[], None]]:
    """A row writer, and what closes it."""
    if kind == "file":
        rows = MortalRows(folder / "rows.sqlite", death)
        return rows, rows.close
    from sinks.chdb_store import ChdbStore
    from sinks.migrate import migrate
    from sinks.writer import Writer

    store = ChdbStore(folder / "rows")
    migrate(store)
    death.point()
    return Writer(MortalStore(store, death)), store.close


def run(folder: Path, kind: str, fatal: int) -> None:
    """Take in the whole input, as a process that knows nothing of the ones before it."""
    death = Death(fatal)
    book = RuleBook(all_rules(), load_reference())
    rows, close_rows = open_rows(folder, kind, death)
    log = MortalLog(folder / "log.sqlite", book, death)
    local = LocalRuntime(log, book, rows, batch=BATCH, block=BLOCK)
    local.catch_up()
    arrivals = pickle.loads((folder / "input.pickle").read_bytes())
    before = log.position

    def say(_: int) -> None:
        nonlocal before
        if log.position > before:
            before = log.position
            print("took", before, flush=True)

    local.take(arrivals, say)
    log.close()
    close_rows()
    print("done", flush=True)


def dump(folder: Path, kind: str) -> dict[str, list[str]]:
    """Every row of every table, by table."""
    with closing(sqlite3.connect(folder / "log.sqlite")) as database:
        found: dict[str, list[Any]] = {
            name: database.execute(f"SELECT * FROM {name}").fetchall() for name in LOG_TABLES
        }
    if kind == "file":
        with closing(sqlite3.connect(folder / "rows.sqlite")) as database:
            found["rows"] = database.execute("SELECT * FROM rows").fetchall()
    else:
        found |= _dump_store(folder)
    return {table: sorted(map(repr, rows)) for table, rows in found.items()}


def _dump_store(folder: Path) -> dict[str, list[Any]]:
    from sinks.chdb_store import ChdbStore

    with closing(ChdbStore(folder / "rows")) as store:
        names = store.query(
            "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree%' "
            "AND name != 'schema_migrations'"
        )
        tables = [str(name) for (name,) in names.rows]
        return {f"rows in {table}": list(store.query(f"SELECT * FROM {table} FINAL").rows) for table in tables}


def main() -> None:
    """Run or dump, as the command line says."""
    folder, what, kind, fatal = sys.argv[1:]
    if what == "run":
        run(Path(folder), kind, int(fatal))
    else:
        sys.stdout.buffer.write(pickle.dumps(dump(Path(folder), kind)))


if __name__ == "__main__":
    main()
