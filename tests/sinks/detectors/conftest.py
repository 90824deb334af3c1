"""One store for all detectors' tests in a process, emptied for each: making the tables takes longer than most tests.

That every detector's SQL also runs on a server is tried in ``tests/sinks/test_detectors.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.ports import RowStore
from sinks.chdb_store import ChdbStore
from sinks.migrate import migrate

TABLES = "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChdbStore]:
    """A store with the tables of this program, for one file of tests."""
    folder: Path = tmp_path_factory.mktemp("detectors")
    store = ChdbStore(folder / "rows")
    migrate(store)
    yield store
    store.close()


@pytest.fixture
def migrated(kept: ChdbStore) -> RowStore:
    """The same, empty."""
    for (table,) in kept.query(TABLES).rows:
        if table != "schema_migrations":
            kept.command(f"TRUNCATE TABLE {table!s}")
    return kept
