"""Each role may do what was decided, table by table and column by column, and nothing else.

The engine of the tests makes no roles. It is given a user with exactly the rights of a role instead (``configured``),
and then refuses by itself; the statements that make roles are read by its parser, and run on a server that lets them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from deploy.cli import cli
from deploy.standing import standing
from schemas.errors import ConfigurationError, StopError
from schemas.findings import QuarantineRecord
from schemas.ports import RowStore
from sinks.chdb_store import ChdbStore
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from sinks.cluster import LOCAL
from sinks.detectors import newest_revision, run_detectors
from sinks.migrate import migrate
from sinks.offsets import OwnOffsets
from sinks.queries import load_queries
from sinks.reference_rows import load_reference_tables
from sinks.roles import ALL, NOTHING, RIGHTS, ROLES, grants_of, role_statements
from sinks.rows import Placed
from sinks.source import Partition
from sinks.writer import Writer
from tests import build
from tests.integration.clickhouse import a_database
from tests.sinks.configured import ConfiguredStore, TwoShards
from tests.sinks.storing import KNOWN, known_at, store_events
from tests.sinks.test_queries import A_VALUE, FINDING

OpenAs = Callable[[str], ConfiguredStore]

INTO_FILES = "READ ON FILE"
"""What the engine asks of one who inserts from a file, as the store does here and not with a server."""

WRITERS = {"sink", "detector"}
NO_BODIES = {"events": "body_json", "quarantine": "payload", "findings": "got", "findings_log": "subject"}


def fill(store: RowStore) -> None:
    """A few rows of each kind."""
    store_events(store, [build.registered(), build.released(), build.received(), build.issued()])
    Writer(store).write([], [Placed(FINDING, 0, 1)], [], "finding")
    refused = QuarantineRecord(build.uid("refused"), "finds.csv", "3", "unreadable", "no", 2, b"xx", KNOWN)
    Writer(store).write([], [], [refused], "refused")


def rights_of(role: str, *, on_shards: bool = False) -> list[str]:
    """What a user of the role may do, and what the engine without a server asks for besides."""
    return [*grants_of(role, "default", on_shards=on_shards), *([INTO_FILES] if role in WRITERS else [])]


@pytest.fixture
def columns(tmp_path: Path) -> Mapping[str, list[str]]:
    """The tables and views of a folder ``rows``, filled, with all their columns."""
    store = ChdbStore(tmp_path / "rows")
    migrate(store)
    fill(store)
    found = store.query(
        "SELECT table, groupArray(name) FROM system.columns WHERE database = currentDatabase() GROUP BY table"
    )
    store.close()
    return {str(table): [str(name) for name in names] for table, names in found.rows if isinstance(names, tuple)}


@pytest.fixture
def open_as(tmp_path: Path, columns: Mapping[str, list[str]]) -> Iterator[OpenAs]:
    """Opens the folder as a user of a role."""
    assert columns
    opened: list[ConfiguredStore] = []

    def call(role: str) -> ConfiguredStore:
        opened.append(ConfiguredStore(tmp_path / "rows", rights_of(role), reads_only=role not in WRITERS))
        return opened[-1]

    yield call
    for store in opened:
        store.close()


def refused(store: RowStore, sql: str) -> bool:
    """Whether the engine says that the user may not."""
    try:
        store.query(sql)
    except StopError as error:
        if "Code: 497" not in str(error):
            raise
        return True
    return False


def test_every_table_and_view_has_its_decision_and_no_other_name_has_one(migrated: RowStore) -> None:
    found = migrated.query("SELECT name, engine = 'View' FROM system.tables WHERE database = currentDatabase()")

    assert {str(name): bool(is_view) for name, is_view in found.rows} == {
        name: rights.is_view for name, rights in RIGHTS.items()
    }


def test_what_an_observer_reads_of_a_table_are_columns_that_it_has(columns: Mapping[str, list[str]]) -> None:
    named = {name: set(rights.observer_reads) - set(ALL) for name, rights in RIGHTS.items()}

    assert {name: odd for name, wanted in named.items() if (odd := wanted - set(columns.get(name, [])))} == {}


@pytest.mark.parametrize("cluster", [None, "gems"], ids=["one server", "cluster"])
def test_the_statements_are_those_written_down_and_the_engine_reads_them(
    chdb_store: ChdbStore, root: Path, cluster: str | None
) -> None:
    """Run with GOLDEN=write to write them down anew."""
    golden = root / "tests" / "golden" / ("roles.sql" if cluster is None else "roles_on_cluster.sql")
    statements = role_statements("caratrace", cluster)
    text = "".join(f"{statement};\n\n" for statement in statements)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")
    for statement in statements:
        ((read,),) = chdb_store.query("SELECT formatQuery({text:String})", {"text": statement}).rows
        assert (" ON CLUSTER gems" in str(read)) is (cluster is not None)


def test_on_a_cluster_a_role_may_do_with_the_local_tables_what_it_may_do_with_the_whole() -> None:
    for role in ROLES:
        everywhere = set(grants_of(role.name, "db", on_shards=True))
        for grant in grants_of(role.name, "db", on_shards=False):
            table = grant.rpartition(".")[2]
            assert grant in everywhere
            assert RIGHTS[table].is_view or grant + LOCAL in everywhere


def test_the_name_of_a_database_that_needs_quotes_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="expected a database named with letters"):
        role_statements("my rows; DROP")


def test_an_observer_reads_the_columns_that_were_decided_on_and_no_other(
    open_as: OpenAs, columns: Mapping[str, list[str]]
) -> None:
    store = open_as("observer")
    for name, rights in RIGHTS.items():
        for column in columns.get(name, []):
            may = rights.observer_reads == ALL or column in rights.observer_reads
            assert refused(store, f"SELECT {column} FROM {name} LIMIT 0") is not may, f"{name}.{column}"
    for view in set(RIGHTS) - set(columns):  # a view with parameters has its columns only when it is asked
        called = (
            f"{view}(known = '2025-01-01', on = '2025-01-01')" if "lot_st" in view else f"{view}(known = '2025-01-01')"
        )
        assert RIGHTS[view].observer_reads == NOTHING
        assert refused(store, f"SELECT * FROM {called}"), view
    for table, column in NO_BODIES.items():
        assert column not in RIGHTS[table].observer_reads


def test_an_observer_is_told_how_much_is_wrong(open_as: OpenAs) -> None:
    store = open_as("observer")

    assert store.query("SELECT rule, count() FROM findings FINAL WHERE status = 'RAISED' GROUP BY rule").rows == (
        ("CUS001", 1),
    )
    assert [row["open"] for row in load_queries()["rule_summary"].run(store).dicts()] == [1]
    assert migrate(store) == []


def test_an_officer_is_answered_every_question_and_changes_nothing(open_as: OpenAs) -> None:
    store = open_as("officer")
    for query in load_queries().values():
        query.run_texts(store, {parameter.name: A_VALUE[parameter.plain_type] for parameter in query.parameters})

    assert store.query("SELECT body_json FROM events LIMIT 1").rows
    assert store.query("SELECT payload FROM quarantine").rows == (("xx",),)
    assert migrate(store) == []
    for sql in ("INSERT INTO findings (finding_id) VALUES (generateUUIDv4())", "TRUNCATE TABLE findings"):
        with pytest.raises(StopError, match=r"Code: (497|164)"):
            store.command(sql)


def test_a_sink_writes_everything_and_reads_neither_events_nor_refused_inputs(open_as: OpenAs) -> None:
    store = open_as("sink")
    fill(store)
    load_reference_tables(store, build.packaged_reference(), KNOWN)

    assert load_reference_tables(store, build.packaged_reference(), known_at(1)) == []
    assert migrate(store) == []
    assert refused(store, "SELECT body_json FROM events")
    assert refused(store, "SELECT payload FROM quarantine")
    assert refused(store, "SELECT lot_id FROM lot_events")
    for sql in ("DROP TABLE events", "TRUNCATE TABLE events", "ALTER TABLE events DELETE WHERE 1", "CREATE ROLE r"):
        with pytest.raises(StopError, match="Code: 497"):
            store.command(sql)


def test_a_detector_reads_what_it_judges_and_writes_no_event_and_no_finding(open_as: OpenAs) -> None:
    store = open_as("detector")

    assert migrate(store) == []
    assert load_reference_tables(store, build.packaged_reference(), KNOWN)
    assert run_detectors(store, newest_revision(store) + 1, known_at(100))
    assert OwnOffsets(store).read([Partition("custody.findings.v1", 0)]) == {}
    assert standing(store) == ()
    assert refused(store, "SELECT payload FROM quarantine")
    for table in ("events", "findings", "findings_log", "sink_offsets"):
        with pytest.raises(StopError, match="Code: 497"):
            store.command(f"INSERT INTO {table} SELECT * FROM {table}")
    for sql in ("DROP TABLE events", "TRUNCATE TABLE findings", "CREATE ROLE r"):
        with pytest.raises(StopError, match="Code: 497"):
            store.command(sql)


def test_on_shards_the_local_tables_ask_for_the_same_rights(tmp_path: Path) -> None:
    store = TwoShards(tmp_path / "rows")
    migrate(store)
    fill(store)
    store.close()
    for on_shards in (True, False):
        store = TwoShards(tmp_path / "rows", rights_of("officer", on_shards=on_shards))
        assert refused(store, "SELECT count() FROM current_events") is not on_shards
        assert refused(store, "SELECT count() FROM findings FINAL") is not on_shards
        store.close()


def test_the_command_prints_the_statements_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARATRACE_CLICKHOUSE", "clickhouse://me:secret@127.0.0.1:1/gems?cluster=far")
    result = CliRunner().invoke(cli, ["roles"])

    assert result.exit_code == 0
    assert all(f"{statement};" in result.stdout for statement in role_statements("gems", "far"))
    assert "nothing was changed" in result.stderr
    assert "secret" not in result.output


def test_the_command_needs_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARATRACE_CLICKHOUSE", raising=False)

    with pytest.raises(ConfigurationError, match="set CARATRACE_CLICKHOUSE"):
        cli.main(["roles"], standalone_mode=False)


def url_of(address: ClickhouseAddress) -> str:
    """An address as an operator writes it."""
    user, password = quote(address.user, safe=""), quote(address.password, safe="")
    return f"clickhouse{'s' * address.is_secure}://{user}:{password}@{address.host}:{address.port}/{address.database}"


@contextmanager
def roles_made(server: ClickhouseStore, database: str) -> Iterator[None]:
    """The roles of a database, for the time of a block, on a server that lets the tests make them."""
    try:
        for statement in role_statements(database):
            server.command(statement)
    except ConfigurationError as error:
        pytest.skip(f"the server lets the tests make no roles: {error}")
    try:
        yield
    finally:
        for role in ROLES:
            for kind in ("ROLE", "SETTINGS PROFILE", "QUOTA"):
                server.command(f"DROP {kind} IF EXISTS {database}_{role.name}")


@pytest.mark.integration
def test_the_command_says_so_when_the_server_does_not_let_its_user_make_roles(
    clickhouse_store: ClickhouseStore, clickhouse_address: ClickhouseAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((database,),) = clickhouse_store.query("SELECT currentDatabase()").rows
    address = replace(clickhouse_address, database=str(database))
    with suppress(StopError):
        clickhouse_store.command("CREATE ROLE caratrace_test_probe")
        clickhouse_store.command("DROP ROLE caratrace_test_probe")
        pytest.skip("this server lets the tests make roles")
    monkeypatch.setenv("CARATRACE_CLICKHOUSE", url_of(address))

    with pytest.raises(ConfigurationError, match=r"CREATE ROLE.*Code: 497.*its rights"):
        cli.main(["roles", "--yes"], standalone_mode=False)
    assert clickhouse_store.query("SELECT count() FROM schema_migrations").rows != ((0,),)


@pytest.mark.integration
def test_a_real_server_lets_a_user_of_a_role_do_what_was_decided(
    clickhouse_address: ClickhouseAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = a_database()
    server = ClickhouseStore(clickhouse_address)
    server.command(f"CREATE DATABASE {name}")
    own = ClickhouseStore(replace(clickhouse_address, database=name))
    try:
        migrate(own)
        fill(own)
        with roles_made(server, name):
            monkeypatch.setenv("CARATRACE_CLICKHOUSE", url_of(replace(clickhouse_address, database=name)))
            assert CliRunner().invoke(cli, ["roles", "--yes"], catch_exceptions=False).exit_code == 0
            server.command(f"CREATE USER {name}_user IDENTIFIED BY 'Gems-4306' DEFAULT ROLE {name}_observer")
            user = ClickhouseStore(
                replace(clickhouse_address, database=name, user=f"{name}_user", password="Gems-4306")
            )
            assert user.query("SELECT rule, count() FROM findings GROUP BY rule").rows == (("CUS001", 1),)
            with pytest.raises(ConfigurationError, match="Code: 497"):
                user.query("SELECT got FROM findings")
            user.close()
            server.command(f"DROP USER {name}_user")
    finally:
        own.close()
        server.command(f"DROP DATABASE {name} SYNC")
        server.close()
