"""Migrations are applied once, in order, are never edited, and lead to the tables that are written down."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import ConfigurationError, CorruptStoreError, StopError
from schemas.ports import RowStore
from sinks.certificate_rows import CERTIFICATE_EVENTS
from sinks.columns import TableColumns
from sinks.detectors import DETECTOR_RUNS
from sinks.lot_rows import LINEAGE, LOT_EVENTS
from sinks.migrate import Migration, migrate, packaged_migrations, read_migrations
from sinks.offsets import SINK_OFFSETS
from sinks.reference_events import REFERENCE_BASE, REFERENCE_EVENTS
from sinks.reference_rows import (
    LICENCES,
    OPERATOR_PRODUCTION,
    PARTICIPANT_STATUS,
    PARTICIPANTS,
    PRODUCTION,
    SITES,
    TRADE,
    WORLD_TOTALS,
)
from sinks.rows import EVENTS, FINDING_PLACES, FINDINGS, FINDINGS_LOG, QUARANTINE

WRITTEN: list[TableColumns[Any]] = [
    EVENTS,
    LOT_EVENTS,
    LINEAGE,
    CERTIFICATE_EVENTS,
    FINDINGS,
    FINDINGS_LOG,
    FINDING_PLACES,
    QUARANTINE,
    DETECTOR_RUNS,
    SINK_OFFSETS,
    REFERENCE_EVENTS,
]
REFERENCE: list[TableColumns[Any]] = [
    PARTICIPANTS,
    PARTICIPANT_STATUS,
    LICENCES,
    SITES,
    PRODUCTION,
    TRADE,
    WORLD_TOTALS,
    OPERATOR_PRODUCTION,
    REFERENCE_BASE,
]

FIRST = Migration(1, "first", "CREATE TABLE IF NOT EXISTS first (n Int64) ENGINE = MergeTree ORDER BY n;\n")
SECOND = Migration(2, "second", "CREATE TABLE IF NOT EXISTS second (n Int64) ENGINE = MergeTree ORDER BY n;\n")


def columns_of(store: RowStore, table: str) -> list[str]:
    """The columns of a table that an insert fills, in order."""
    found = store.query(
        "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String} "
        "AND default_kind != 'MATERIALIZED' ORDER BY position",
        {"table": table},
    )
    return [str(name) for (name,) in found.rows]


def rendered(store: RowStore) -> str:
    """Every table and view as the engine writes it down, without the name of the database."""
    found = store.query(
        "SELECT name, replaceAll(formatQuery(create_table_query), currentDatabase() || '.', '') FROM system.tables "
        "WHERE database = currentDatabase() ORDER BY name"
    )
    return "\n\n".join(f"{text!s};" for _, text in found.rows) + "\n"


@pytest.mark.parametrize("columns", WRITTEN, ids=lambda columns: columns.table)
def test_rows_have_the_columns_of_their_table_in_order(migrated: RowStore, columns: TableColumns[Any]) -> None:
    assert list(columns.cells) == columns_of(migrated, columns.table)


@pytest.mark.parametrize("columns", REFERENCE, ids=lambda columns: columns.table)
def test_reference_rows_have_the_columns_of_their_table_after_the_instant(
    migrated: RowStore, columns: TableColumns[Any]
) -> None:
    assert ["known_at", *columns.cells] == columns_of(migrated, columns.table)


def test_every_table_has_its_rows_declared(migrated: RowStore) -> None:
    tables = migrated.query(
        "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'"
    )
    declared = {columns.table for columns in (*WRITTEN, *REFERENCE)} | {"schema_migrations"}

    assert {str(name) for (name,) in tables.rows} == declared


def test_the_tables_are_those_written_down(migrated: RowStore, root: Path) -> None:
    """Run with GOLDEN=write to write them down anew."""
    golden = root / "tests" / "golden" / "ddl.sql"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(rendered(migrated), encoding="utf-8")

    assert rendered(migrated) == golden.read_text(encoding="utf-8")


def test_a_second_run_applies_nothing(bare_store: RowStore) -> None:
    applied = migrate(bare_store)

    assert applied == [f"{migration.number:04d}_{migration.name}" for migration in packaged_migrations()]
    assert migrate(bare_store) == []


def test_every_statement_may_run_again_after_an_interruption(migrated: RowStore) -> None:
    before = rendered(migrated)
    for migration in packaged_migrations():
        for statement in migration.statements():
            migrated.command(statement)

    assert rendered(migrated) == before


def test_only_what_is_new_is_applied(bare_store: RowStore) -> None:
    assert migrate(bare_store, [FIRST]) == ["0001_first"]
    assert migrate(bare_store, [FIRST, SECOND]) == ["0002_second"]


def test_a_migration_that_was_edited_after_it_was_applied_is_refused(bare_store: RowStore) -> None:
    migrate(bare_store, [FIRST])

    with pytest.raises(CorruptStoreError, match=r"0001_first\.sql was changed"):
        migrate(bare_store, [replace(FIRST, sql=FIRST.sql + "-- a remark\n"), SECOND])

    with pytest.raises(StopError, match="second"):
        bare_store.query("SELECT * FROM second")


def test_a_store_that_has_seen_a_newer_program_is_refused(bare_store: RowStore) -> None:
    migrate(bare_store, [FIRST, SECOND])

    with pytest.raises(CorruptStoreError, match="migration 2, newer than this program"):
        migrate(bare_store, [FIRST])


def test_a_migration_that_fails_is_not_recorded(bare_store: RowStore) -> None:
    broken = replace(SECOND, sql="CREATE TABLE second (n Nonsense) ENGINE = MergeTree ORDER BY n;\n")

    with pytest.raises(StopError, match="CREATE TABLE second"):
        migrate(bare_store, [FIRST, broken])

    assert migrate(bare_store, [FIRST, SECOND]) == ["0002_second"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "without a gap"),
        (["0002_second.sql"], "without a gap"),
        (["0001_first.sql", "0003_third.sql"], "without a gap"),
        (["0001_first.sql", "0001_other.sql"], "without a gap"),
        (["1_first.sql"], "named NNNN_what_it_does"),
        (["0001_first.txt"], "named NNNN_what_it_does"),
    ],
)
def test_gaps_doubles_and_other_names_are_refused(tmp_path: Path, names: list[str], message: str) -> None:
    for name in names:
        (tmp_path / name).write_text(FIRST.sql, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=message):
        read_migrations(tmp_path.iterdir())


def test_a_migration_of_comments_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_text("-- nothing yet\n", encoding="utf-8")

    with pytest.raises(ConfigurationError, match="holds no statement"):
        read_migrations(tmp_path.iterdir())
