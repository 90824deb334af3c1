"""chDB keeps the contract of row stores, and what is particular to it: one process for a folder, blocks, leftovers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError, StopError
from sinks import blocks
from sinks.chdb_store import ChdbStore
from tests.contracts.row_store import FULL, KINDS, RowStoreContract, kinds, kinds_row


class TestChdbStore(RowStoreContract):
    @pytest.fixture
    def store(self, chdb_store: ChdbStore) -> ChdbStore:
        return chdb_store


def test_rows_are_there_when_the_folder_is_opened_again(tmp_path: Path) -> None:
    store = ChdbStore(tmp_path / "rows")
    store.command(KINDS)
    store.insert("kinds", [FULL], "first")
    store.close()

    again = ChdbStore(tmp_path / "rows")
    found = kinds(again)
    again.insert("kinds", [FULL], "first")
    counted = again.query("SELECT count() FROM kinds").rows
    again.close()

    assert found == (FULL,)
    assert counted == ((1,),)


def test_a_second_process_is_told_that_the_folder_is_taken(chdb_store: ChdbStore, tmp_path: Path, root: Path) -> None:
    program = f"""
from pathlib import Path
from schemas.errors import StopError
from sinks.chdb_store import ChdbStore
try:
    ChdbStore(Path({str(tmp_path / "rows")!r}))
except StopError as error:
    print("refused:", error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.stdout.startswith("refused: cannot open the rows in"), done.stderr
    assert "another process has it open" in done.stdout


def test_a_second_folder_in_one_process_is_refused_while_the_first_is_open(
    chdb_store: ChdbStore, tmp_path: Path
) -> None:
    with pytest.raises(StopError, match="this process has another folder of rows open"):
        ChdbStore(tmp_path / "other")

    chdb_store.close()
    ChdbStore(tmp_path / "other").close()


def test_a_process_may_open_one_folder_twice(chdb_store: ChdbStore, tmp_path: Path) -> None:
    chdb_store.command(KINDS)
    second = ChdbStore(tmp_path / "rows")
    second.insert("kinds", [FULL], "first")
    second.close()

    assert kinds(chdb_store) == (FULL,)


@pytest.mark.parametrize("name", ["a*b", "a?b", "{a,b}"])
def test_a_folder_whose_name_the_engine_would_read_as_a_pattern_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="choose a path without"):
        ChdbStore(tmp_path / name)


@pytest.mark.parametrize("name", ["a b", "it's", "[x]", "ü", "back\\slash"])
def test_other_odd_folder_names_work(tmp_path: Path, name: str) -> None:
    store = ChdbStore(tmp_path / name)
    store.command(KINDS)
    store.insert("kinds", [FULL], "first")
    found = kinds(store)
    store.close()

    assert found == (FULL,)


def test_no_block_is_left_on_disk_and_a_killed_process_leaves_none_for_long(
    chdb_store: ChdbStore, tmp_path: Path
) -> None:
    chdb_store.command(KINDS)
    chdb_store.insert("kinds", [FULL], "first")
    assert list((tmp_path / "rows").glob("insert-*")) == []
    chdb_store.close()
    (tmp_path / "rows" / "insert-1-of-a-killed-process").touch()

    ChdbStore(tmp_path / "rows").close()

    assert list((tmp_path / "rows").glob("insert-*")) == []


@pytest.mark.parametrize(("limit", "small"), [("MAX_BLOCK_ROWS", 2), ("MAX_BLOCK_BYTES", 1000)])
def test_more_than_one_block_is_refused_and_nothing_of_it_is_stored(
    chdb_store: ChdbStore, monkeypatch: pytest.MonkeyPatch, limit: str, small: int
) -> None:
    monkeypatch.setattr(blocks, limit, small)
    chdb_store.command(KINDS)

    with pytest.raises(StopError, match="send smaller batches"):
        chdb_store.insert("kinds", [kinds_row(id=number) for number in range(3)], "first")

    assert kinds(chdb_store) == ()


def test_the_largest_block_is_still_one_part(chdb_store: ChdbStore) -> None:
    chdb_store.command("CREATE TABLE numbers (n Int64) ENGINE = MergeTree ORDER BY n")

    chdb_store.insert("numbers", [(number,) for number in range(blocks.MAX_BLOCK_ROWS)], "first")

    parts = chdb_store.query("SELECT count(), sum(rows) FROM system.parts WHERE table = 'numbers'")
    assert parts.rows == ((1, blocks.MAX_BLOCK_ROWS),)
