"""Row stores for the tests, each empty, and open only while its test runs.

What every row store must do is tried on both engines; a test that asks for ``chdb_store`` is about chDB alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.ports import RowStore
from sinks.chdb_store import ChdbStore
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from sinks.migrate import migrate
from tests.integration.clickhouse import a_database


@pytest.fixture
def chdb_store(tmp_path: Path) -> Iterator[ChdbStore]:
    """A folder of the test in chDB, of which a process may have one open."""
    store = ChdbStore(tmp_path / "rows")
    yield store
    store.close()


@pytest.fixture
def clickhouse_store(clickhouse_address: ClickhouseAddress) -> Iterator[ClickhouseStore]:
    """A ClickHouse server, in a database of the test."""
    name = a_database()
    server = ClickhouseStore(clickhouse_address)
    server.command(f"CREATE DATABASE {name}")
    store = ClickhouseStore(replace(clickhouse_address, database=name))
    yield store
    store.close()
    server.command(f"DROP DATABASE {name} SYNC")
    server.close()


@pytest.fixture(params=["chdb", pytest.param("clickhouse", marks=pytest.mark.integration)])
def bare_store(request: pytest.FixtureRequest) -> RowStore:
    """A store without tables."""
    store: RowStore = request.getfixturevalue(f"{request.param}_store")
    return store


@pytest.fixture
def migrated(bare_store: RowStore) -> RowStore:
    """A store with the tables of this program."""
    migrate(bare_store)
    return bare_store
