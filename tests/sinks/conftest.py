"""Row stores for the tests: each test has a folder of its own, open only while it runs, as one process may have one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sinks.chdb_store import ChdbStore
from sinks.migrate import migrate


@pytest.fixture
def bare_store(tmp_path: Path) -> Iterator[ChdbStore]:
    """A store without tables."""
    store = ChdbStore(tmp_path / "rows")
    yield store
    store.close()


@pytest.fixture
def migrated(bare_store: ChdbStore) -> ChdbStore:
    """A store with the tables of this program."""
    migrate(bare_store)
    return bare_store
