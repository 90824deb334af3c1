"""The writer cuts batches into blocks by their content alone, so that sending a batch again sends the same blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from schemas.codec import record_of
from schemas.ports import Row, RowStore, Table, Value
from sinks.batching import BatchLimits
from sinks.rows import Placed
from sinks.writer import Writer
from tests import build
from tests.sinks.storing import known_at
from tests.sinks.test_queries import FINDING


class Noting:
    """A row store that notes its inserts and passes them on."""

    def __init__(self, store: RowStore) -> None:
        self.inserts: list[tuple[str, int, str]] = []
        self._store = store

    def insert(self, table: str, rows: Sequence[Row], token: str) -> None:
        self.inserts.append((table, len(rows), token))
        self._store.insert(table, rows, token)

    def query(self, sql: str, parameters: Mapping[str, Value] | None = None) -> Table:
        return self._store.query(sql, parameters)

    def command(self, sql: str) -> None:
        self._store.command(sql)

    def close(self) -> None:
        self._store.close()


def test_each_table_gets_one_block_with_a_token_of_its_own(migrated: RowStore) -> None:
    noting = Noting(migrated)
    events = [
        (record_of(build.registered(["L1", "L2"])), 1, known_at(1)),
        (record_of(build.transformed("L1", "L3")), 2, known_at(2)),
        (record_of(build.issued()), 3, known_at(3)),
    ]

    Writer(noting).write(events, [Placed(FINDING, 0, 1)], [], "log 1 to 3")

    assert noting.inserts == [
        ("events", 3, "log 1 to 3 events 1"),
        ("lot_events", 4, "log 1 to 3 lot_events 1"),
        ("lineage", 2, "log 1 to 3 lineage 1"),
        ("certificate_events", 1, "log 1 to 3 certificate_events 1"),
        ("findings_log", 1, "log 1 to 3 findings_log 1"),
        ("findings", 1, "log 1 to 3 findings 1"),
        ("finding_places", 1, "log 1 to 3 finding_places 1"),
    ]


FIVE = [(record_of(build.registered(f"L{n}", id=f"lot {n}")), n, known_at(n)) for n in range(5)]


@pytest.mark.parametrize(
    "block", [BatchLimits(rows_max=2, bytes_max=10**9), BatchLimits(10**9, bytes_max=2 * len(FIVE[0][0].payload))]
)
def test_a_large_batch_is_cut_into_blocks_and_nothing_is_lost(migrated: RowStore, block: BatchLimits) -> None:
    noting = Noting(migrated)

    Writer(noting, block).write(FIVE, [], [], "log")
    first = list(noting.inserts)
    Writer(noting, block).write(FIVE, [], [], "log")

    sizes = [rows for table, rows, _ in first if table == "events"]
    assert sizes == [2, 2, 1]
    assert noting.inserts == [*first, *first]
    assert migrated.query("SELECT count() FROM events").rows == ((5,),)
    assert migrated.query("SELECT count() FROM lot_events").rows == ((5,),)


@pytest.mark.parametrize("rows_max", [1, 100])
def test_of_two_changes_of_a_finding_by_one_record_the_last_is_stored(migrated: RowStore, rows_max: int) -> None:
    """A record may reach a subject in two roles; in one block or in two, what it led to in the end counts."""
    block = BatchLimits(rows_max, bytes_max=10**9)
    changes = [Placed(FINDING, 0, 1), Placed(replace(FINDING, got="in the end"), 0, 2)]
    Writer(migrated, block).write([], changes, [], "log")

    assert migrated.query("SELECT got FROM findings_log FINAL").rows == (("in the end",),)
    assert migrated.query("SELECT got FROM findings FINAL").rows == (("in the end",),)


def test_findings_that_arrive_out_of_order_end_at_the_last_revision(migrated: RowStore) -> None:
    Writer(migrated).write([], [Placed(replace(FINDING, revision=9, got="later"), 0, 2)], [], "second")
    Writer(migrated).write([], [Placed(replace(FINDING, revision=5), 0, 1)], [], "first")

    assert migrated.query("SELECT got FROM findings FINAL").rows == (("later",),)
    assert migrated.query("SELECT count() FROM findings_log").rows == ((2,),)


@pytest.mark.parametrize("rows_max", [1, 2, 100])
def test_a_place_is_written_after_the_revision_that_stands_there(migrated: RowStore, rows_max: int) -> None:
    noting = Noting(migrated)

    placed = [Placed(replace(FINDING, revision=n), 0, n) for n in range(3)]
    Writer(noting, BatchLimits(rows_max, bytes_max=10**9)).write([], placed, [], "log")

    rows = {"findings_log": 0, "findings": 0, "finding_places": 0}
    for table, count, _ in noting.inserts:
        rows[table] += count
        assert rows["finding_places"] <= rows["findings_log"]
    assert set(rows.values()) == {3}


def test_an_empty_batch_sends_nothing(migrated: RowStore) -> None:
    noting = Noting(migrated)

    Writer(noting).write([], [], [], "log")

    assert noting.inserts == []
