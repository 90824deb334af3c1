"""Reference data is loaded whole, with sources, and a changed figure never overwrites what was known before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schemas.errors import StopError
from schemas.ports import RowStore
from schemas.reference.records import CONFIDENCES
from sinks.reference_rows import LICENCES, load_reference_tables, load_tables, reference_rows
from tests.build import packaged_reference
from tests.sinks.storing import KNOWN
from tests.stream_processors.rules.licensed import licence

TABLES = [table for table, rows in reference_rows(packaged_reference()).items() if rows]
"""All but the register of licences, which is the operator's own."""


def test_every_row_is_stored_once_and_loading_again_stores_nothing(migrated: RowStore) -> None:
    rows = reference_rows(packaged_reference())

    assert load_reference_tables(migrated, packaged_reference(), KNOWN) == TABLES
    assert load_reference_tables(migrated, packaged_reference(), KNOWN + timedelta(days=1)) == []

    for table in TABLES:
        migrated.command(f"OPTIMIZE TABLE {table} FINAL")
        assert migrated.query(f"SELECT count() FROM {table}").rows == ((len(rows[table]),),), table


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_where_it_comes_from_and_how_well_it_stands(migrated: RowStore, table: str) -> None:
    load_reference_tables(migrated, packaged_reference(), KNOWN)

    found = migrated.query(f"SELECT source, confidence FROM current_{table}").rows

    assert found
    assert all(source for source, _ in found)
    assert {confidence for _, confidence in found} <= CONFIDENCES


def test_a_restated_figure_is_current_and_the_former_one_is_still_known(migrated: RowStore) -> None:
    before = [(2017, "ZA", 9_700_000, 3_090_000_000, 31860, "n17", "suspect")]
    after = [(2017, "ZA", 9_700_000, 1_390_000_000, 14330, "n18", "sourced")]
    load_tables(migrated, {"kp_production": list(before)}, KNOWN)

    assert load_tables(migrated, {"kp_production": list(after)}, KNOWN + timedelta(days=1)) == ["kp_production"]

    assert migrated.query("SELECT source FROM current_kp_production").rows == (("n18",),)
    assert migrated.query("SELECT source FROM kp_production ORDER BY known_at").rows == (("n17",), ("n18",))


def test_a_row_that_was_withdrawn_is_not_current(migrated: RowStore) -> None:
    rows = reference_rows(packaged_reference())["sites"]
    load_tables(migrated, {"sites": rows}, KNOWN)

    load_tables(migrated, {"sites": rows[1:]}, KNOWN + timedelta(days=1))

    assert migrated.query("SELECT count() FROM current_sites").rows == ((len(rows) - 1,),)


def test_another_copy_under_an_instant_that_is_not_later_is_refused(migrated: RowStore) -> None:
    rows = reference_rows(packaged_reference())["sites"]
    load_tables(migrated, {"sites": rows}, KNOWN)

    with pytest.raises(StopError, match="sites is known as of 2025-01-01"):
        load_tables(migrated, {"sites": rows[1:]}, KNOWN)


def test_a_register_of_licences_that_was_emptied_is_empty_until_it_has_rows_again(migrated: RowStore) -> None:
    held = [LICENCES.row(licence()), LICENCES.row(licence(number="P-2"))]
    count = "SELECT count() FROM current_licences"
    assert load_tables(migrated, {"licences": []}, KNOWN) == []
    load_tables(migrated, {"licences": held}, KNOWN)

    assert load_tables(migrated, {"licences": []}, KNOWN + timedelta(days=1)) == ["licences"]
    assert migrated.query(count).rows == ((0,),)
    assert load_tables(migrated, {"licences": []}, KNOWN + timedelta(days=2)) == []
    with pytest.raises(StopError, match="licences is known as of 2025-01-02"):
        load_tables(migrated, {"licences": held}, KNOWN + timedelta(days=1))

    assert load_tables(migrated, {"licences": held[:1]}, KNOWN + timedelta(days=3)) == ["licences"]
    assert migrated.query(count).rows == ((1,),)
