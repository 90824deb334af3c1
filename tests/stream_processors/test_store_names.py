"""Names of the files of a judge say which they are, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from stream_processors.store_names import (
    aside_name,
    lock_name,
    partition_of_store,
    place_of_snapshot,
    snapshot_name,
    store_name,
    unfinished_name,
)


@pytest.mark.parametrize("partition", [0, 7, 12, 999, 1000, 123_456])
def test_a_name_tells_its_partition_and_offset(partition: int) -> None:
    assert partition_of_store(store_name(partition)) == partition
    for offset in (0, 5, 10**12 - 1, 10**12, 10**15):
        assert place_of_snapshot(snapshot_name(partition, offset)) == (partition, offset)


def test_no_file_is_taken_for_one_of_another_kind() -> None:
    store, snapshot = store_name(3), snapshot_name(3, 12_345)
    asides = [aside_name(3, 17, 1), aside_name(3, 17, 2), aside_name(3, None, 1)]
    others = [*asides, unfinished_name(store), lock_name(store), f"{store}-wal", "log.sqlite", ""]
    assert len({store, snapshot, *others}) == len(others) + 2
    assert [partition_of_store(name) for name in (snapshot, *others)] == [None] * (len(others) + 1)
    assert [place_of_snapshot(name) for name in (store, *others)] == [None] * (len(others) + 1)


def test_names_are_as_the_manuals_say() -> None:
    assert store_name(3) == "partition-003.sqlite"
    assert snapshot_name(3, 12_345) == "partition-003.at-000000012345.sqlite"
    assert aside_name(3, 17, 1) == "partition-003.aside-000000000017.sqlite"
    assert aside_name(3, None, 2) == "partition-003.aside-damaged-2.sqlite"
