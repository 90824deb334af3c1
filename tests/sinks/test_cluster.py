"""Every statement of the migrations has a form for a cluster, which the engine can read; others are refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.errors import StopError
from schemas.ports import RowStore
from sinks.chdb_store import ChdbStore
from sinks.clickhouse_address import ClickhouseAddress, parse_address
from sinks.clickhouse_store import ClickhouseStore
from sinks.cluster import LOCAL, Cluster, cluster_of, on_cluster
from sinks.migrate import RECORD, migrate, packaged_migrations
from sinks.queries import load_queries
from tests import build
from tests.integration.clickhouse import a_database
from tests.sinks.storing import TABLES, VIEWS, current, store_events
from tests.sinks.test_queries import A_VALUE

VARIABLE = "CARATRACE_TEST_CLICKHOUSE_CLUSTER"
STATEMENTS = [RECORD, *(text for migration in packaged_migrations() for text in migration.statements())]
FORMS = [form for statement in STATEMENTS for form in on_cluster(statement, "gems", "caratrace")]
TABLE = "CREATE TABLE IF NOT EXISTS t (n Int64, v UInt64) ENGINE = ReplacingMergeTree(v) ORDER BY (n, v)"


def names(store: RowStore, kind: str) -> set[str]:
    """The tables or views of a store on one server."""
    found = store.query(
        "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE {kind:String}",
        {"kind": kind},
    )
    return {str(name) for (name,) in found.rows}


def test_the_forms_are_those_written_down(root: Path) -> None:
    """Run with GOLDEN=write to write them down anew."""
    golden, text = root / "tests" / "golden" / "cluster.sql", "".join(f"{form};\n\n" for form in FORMS)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")


def test_the_engine_reads_every_form_and_sees_the_cluster_in_it(chdb_store: ChdbStore) -> None:
    for form in FORMS:
        ((read,),) = chdb_store.query("SELECT formatQuery({form:String})", {"form": form}).rows
        assert " ON CLUSTER gems" in str(read), form


def test_every_table_and_view_of_one_server_has_its_like_on_a_cluster(chdb_store: ChdbStore) -> None:
    migrate(chdb_store)
    made = [form.split("(")[0].split(" ON CLUSTER")[0].split()[-1].removeprefix("caratrace.") for form in FORMS]
    tables, views = names(chdb_store, "%MergeTree"), names(chdb_store, "View")

    assert sorted(set(made)) == sorted([*tables, *(table + LOCAL for table in tables), *views])


def test_a_table_is_replicated_and_spread_by_the_first_column_of_its_key() -> None:
    assert on_cluster(f"{TABLE} SETTINGS a = 1, non_replicated_deduplication_window = 10", "gems", "db") == [
        "CREATE TABLE IF NOT EXISTS db.t_local ON CLUSTER gems (n Int64, v UInt64)\n"
        "ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/db/t', '{replica}', v)\n"
        "ORDER BY (n, v)\n"
        "SETTINGS a = 1, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 10",
        "CREATE TABLE IF NOT EXISTS db.t ON CLUSTER gems AS db.t_local\n"
        "ENGINE = Distributed('gems', 'db', 't_local', cityHash64(n))",
    ]


def test_a_view_names_the_database_of_all_it_reads_and_of_no_text() -> None:
    view = "CREATE OR REPLACE VIEW v AS\nSELECT ' FROM x', a FROM (SELECT * FROM w(k = 'it''s FROM y')) JOIN t FINAL"

    assert on_cluster(view, "gems", "db") == [
        "CREATE OR REPLACE VIEW db.v ON CLUSTER gems AS\n"
        "SELECT ' FROM x', a FROM (SELECT * FROM db.w(k = 'it''s FROM y')) JOIN db.t FINAL"
    ]


@pytest.mark.parametrize(
    "statement",
    [
        TABLE.replace("ReplacingMergeTree(v)", "MergeTree"),
        TABLE.replace("ReplacingMergeTree(v)", "SummingMergeTree"),
        TABLE.replace("IF NOT EXISTS ", ""),
        TABLE.replace("ORDER BY", "PARTITION BY n ORDER BY"),
        TABLE.replace("(n, v)", "(cityHash64(n), v)"),
        f"{TABLE} TTL n + 1",
        "CREATE VIEW v AS SELECT 1",
        "CREATE OR REPLACE VIEW v AS WITH c AS (SELECT 1) SELECT * FROM c",
        "CREATE OR REPLACE VIEW v AS SELECT * FROM (WITH c AS (SELECT 1) SELECT * FROM c)",
        "CREATE MATERIALIZED VIEW v ENGINE = Memory AS SELECT 1",
        "ALTER TABLE t ADD COLUMN m Int64",
        "INSERT INTO t VALUES (1, 2)",
        "",
    ],
)
def test_a_statement_of_another_kind_is_refused_and_named(statement: str) -> None:
    with pytest.raises(StopError, match="there is no form for a cluster of: ") as raised:
        on_cluster(statement, "gems", "db")

    assert statement in str(raised.value)


def test_a_store_says_whether_it_lies_on_a_cluster(chdb_store: ChdbStore) -> None:
    address = ClickhouseAddress("db", 9000, "rows")

    assert cluster_of(chdb_store) is None
    assert cluster_of(ClickhouseStore(address)) is None
    assert cluster_of(ClickhouseStore(replace(address, cluster="gems"))) == Cluster("gems", "rows")


@pytest.fixture
def real_cluster() -> Iterator[ClickhouseStore]:
    """A real cluster, in a database of the test."""
    named = os.environ.get(VARIABLE)
    if not named:
        pytest.skip(f"{VARIABLE} names no cluster (clickhouse://user:password@host:9000/default?cluster=NAME)")
    address, name = parse_address(named), a_database()
    server = ClickhouseStore(replace(address, database="default"))
    server.command(f"CREATE DATABASE {name} ON CLUSTER {address.cluster}")
    store = ClickhouseStore(replace(address, database=name))
    yield store
    store.close()
    server.command(f"DROP DATABASE {name} ON CLUSTER {address.cluster} SYNC")
    server.close()


@pytest.mark.integration
def test_a_real_cluster_is_migrated_written_twice_and_asked(real_cluster: ClickhouseStore) -> None:
    assert migrate(real_cluster)
    assert migrate(real_cluster) == []
    events = [
        build.registered(["A", "B"]),
        build.transformed(["A", "B"], ["M"]),
        build.released("M", at="2024-03-10"),
        build.received("M", at="2024-03-11"),
    ]
    store_events(real_cluster, events)
    once = {table: real_cluster.query(f"SELECT count() FROM {table} FINAL").rows for table in TABLES}
    store_events(real_cluster, events)

    assert {table: real_cluster.query(f"SELECT count() FROM {table} FINAL").rows for table in TABLES} == once
    assert once["events"] == ((len(events),),)
    assert all(isinstance(current(real_cluster, view), list) for view in VIEWS)
    for query in load_queries().values():
        query.run_texts(real_cluster, {parameter.name: A_VALUE[parameter.plain_type] for parameter in query.parameters})
    back = load_queries()["trace_back"].run(real_cluster, lot="M").dicts()
    assert {row["lot_id"] for row in back} == {"A", "B", "M"}
    (held,) = load_queries()["custody_of_lot_on"].run(real_cluster, lot="M", on=build.instant("2024-04-01")).dicts()
    assert held["custodian"] == "TRADER"


@pytest.mark.integration
def test_a_real_cluster_stores_a_block_under_its_token_once(real_cluster: ClickhouseStore) -> None:
    migrate(real_cluster)
    row = ("topic", 3, 17, build.instant("2024-03-01"))
    for _ in range(2):
        real_cluster.insert("sink_offsets", [row], "first")

    assert real_cluster.query("SELECT count() FROM sink_offsets").rows == ((1,),)
