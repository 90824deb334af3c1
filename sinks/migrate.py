"""Brings the tables of a store to what this program expects: numbered files, applied once, in order, never edited."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from schemas.errors import ConfigurationError, CorruptStoreError
from schemas.ports import RowStore
from sinks.cluster import cluster_of

_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_END_OF_STATEMENT = re.compile(r";\s*(?:\n|\Z)")
RECORD = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    number UInt32,
    name String,
    checksum String,
    applied_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC')
)
ENGINE = ReplacingMergeTree ORDER BY number
"""
"""The table of what was applied; it is there before the first migration."""

_HAS_RECORD = "SELECT 1 FROM system.tables WHERE database = currentDatabase() AND name = 'schema_migrations'"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number, its name and its statements."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def statements(self) -> list[str]:
        """The statements, without comments; a semicolon ends one at the end of a line only."""
        code = "\n".join(line for line in self.sql.splitlines() if not line.lstrip().startswith("--"))
        return [part.strip() for part in _END_OF_STATEMENT.split(code) if part.strip()]


def packaged_migrations() -> list[Migration]:
    """The files of ``sinks/migrations``, from the source tree or from an installed wheel."""
    return read_migrations(resources.files("sinks").joinpath("migrations").iterdir())


def read_migrations(files: Iterable[Traversable]) -> list[Migration]:
    """Migrations in order. Raises ``ConfigurationError`` for a wrong name, an empty file, a gap or a double number."""
    found = []
    for file in files:
        match = _FILE.fullmatch(file.name)
        if match is None:
            raise ConfigurationError(f"expected a migration named NNNN_what_it_does.sql, got {file.name}")
        migration = Migration(int(match[1]), match[2], file.read_text(encoding="utf-8"))
        if not migration.statements():
            raise ConfigurationError(f"migration {file.name} holds no statement")
        found.append(migration)
    found.sort(key=lambda migration: (migration.number, migration.name))
    numbers = [migration.number for migration in found]
    if not found or numbers != list(range(1, len(found) + 1)):
        raise ConfigurationError(f"expected migrations numbered 1, 2, 3 ... without a gap, got {numbers}")
    return found


def migrate(store: RowStore, migrations: list[Migration] | None = None) -> list[str]:
    """Apply what is not applied yet and return the names. Interrupted, it may be run again.

    On a cluster every statement is run in its form for a cluster (``sinks/cluster.py``), on all nodes. Where nothing
    is to be applied nothing is made, so that a user who may make no tables can open the store.

    Raises ``CorruptStoreError`` when a file that was applied has changed since, or when the store has seen migrations
    that this program does not know.
    """
    known = packaged_migrations() if migrations is None else migrations
    if not store.query(_HAS_RECORD).rows:
        _run(store, RECORD)
    applied = store.query("SELECT number, checksum FROM schema_migrations FINAL ORDER BY number").rows
    by_number = {migration.number: migration for migration in known}
    for number, checksum in applied:
        migration = by_number.get(number) if isinstance(number, int) else None
        if migration is None:
            raise CorruptStoreError(f"the store has seen migration {number!r}, newer than this program; update it")
        if checksum != migration.checksum:
            raise CorruptStoreError(
                f"migration {migration.number:04d}_{migration.name}.sql was changed after it had been applied here; "
                "put the old text back and add a new file for the change"
            )
    done = {number for number, _ in applied}
    return [_apply(store, migration) for migration in known if migration.number not in done]


def _apply(store: RowStore, migration: Migration) -> str:
    for statement in migration.statements():
        _run(store, statement)
    name, checksum = migration.name, migration.checksum
    values = f"{migration.number}, '{name}', '{checksum}'"
    store.command(f"INSERT INTO schema_migrations (number, name, checksum) VALUES ({values})")
    return f"{migration.number:04d}_{name}"


def _run(store: RowStore, statement: str) -> None:
    """Run a statement, on a cluster in its forms for one."""
    cluster = cluster_of(store)
    for form in [statement] if cluster is None else cluster.forms(statement):
        store.command(form)
