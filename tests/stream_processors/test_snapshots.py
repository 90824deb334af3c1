"""Snapshots of stores: whole, made while the judge works, and put back without anything being overwritten."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from schemas import codec
from schemas.errors import CorruptStoreError, StopError
from schemas.findings import Finding
from schemas.records import Tick
from stream_processors.incoming import Incoming
from stream_processors.partition_judge import OtherTopic, PartitionJudge, Place, store_path
from stream_processors.snapshots import copy, newest_in, prune, restore, snapshots_in, stores_in
from stream_processors.sqlite_histories import SqliteHistories
from stream_processors.store_check import look, problems
from tests import build
from tests.judges import SUBJECTS, message
from tests.judging import whole_book

PLACE = Place(SUBJECTS, 3, 12)
OWN = [lot for lot in (f"L{number}" for number in range(200)) if PLACE.owns(f"lot:{lot}")]
"""Lots of which partition 3 keeps the histories."""

LOG = [
    message(0, build.registered(OWN[0]), build.received(OWN[1]), place=PLACE),
    message(1, build.released(OWN[0]), place=PLACE),
    message(2, Tick(build.instant("2024-05-01")), place=PLACE),
    message(3, build.received(OWN[0], at="2024-04-30"), build.received(OWN[2]), place=PLACE),
]
FOREIGN = [message(0, build.registered(OWN[3]), place=PLACE), *LOG[1:]]
"""The same partition of a topic that was made anew."""


@pytest.fixture
def stores(tmp_path: Path) -> Path:
    """The folder of a worker's stores."""
    folder = tmp_path / "a worker's stores, 100 % (#1)?"
    folder.mkdir()
    return folder


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    """A folder for snapshots, which is yet to be made."""
    return tmp_path / "snapshots" / "of all"


@contextmanager
def at_work(folder: Path, place: Place = PLACE) -> Iterator[PartitionJudge]:
    """The judge of a store in ``folder``, open as in a worker."""
    with closing(PartitionJudge(store_path(folder, place.partition), whole_book(), place, cached=100)) as judge:
        yield judge


def fill(folder: Path, upto: int, log: list[Incoming] = LOG) -> Path:
    """A store that has taken in the messages before ``upto``, and that no process has open."""
    with at_work(folder) as judge:
        for one in log[judge.next : upto]:
            judge.apply(one)
        judge.commit()
    return store_path(folder, 3)


def names(folder: Path) -> list[str]:
    """What is in a folder, without the locks."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def open_in(path: Path) -> list[Finding]:
    with closing(SqliteHistories(path, whole_book())) as log:
        return log.open_findings()


def spoil(path: Path) -> None:
    """Zeros over what follows the first page."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + bytes(len(content) - 4096))


# ---------------------------------------------------------------------------------------------------------------- copy


def test_a_snapshot_holds_what_was_committed_while_the_judge_works_on(stores: Path, snapshots: Path) -> None:
    with at_work(stores) as judge:
        for one in LOG[:2]:
            judge.apply(one)
        judge.commit()
        judge.apply(LOG[2])
        snapshot = copy(store_path(stores, 3), snapshots)
        judge.apply(LOG[3])
        judge.commit()
        assert judge.next == 4
    assert names(snapshots) == ["partition-003.at-000000000002.sqlite"]
    assert problems(snapshot) == []
    found = look(snapshot)
    assert (found.place, found.next, found.records, found.open_findings) == (PLACE, 2, 3, 1)
    assert found.rules == whole_book().fingerprint
    assert look(store_path(stores, 3)).next == 4


def test_a_snapshot_is_one_file_that_nothing_needs_to_be_beside(stores: Path, snapshots: Path) -> None:
    with at_work(stores) as judge:
        judge.apply(LOG[0])
        judge.commit()
        assert f"{store_path(stores, 3).name}-wal" in names(stores)
        snapshot = copy(store_path(stores, 3), snapshots)
    moved = snapshots.parent / "moved.sqlite"
    snapshot.rename(moved)
    snapshots.parent.chmod(0o500)
    try:
        assert (look(moved).next, problems(moved)) == (1, [])
    finally:
        snapshots.parent.chmod(0o700)


def test_a_store_that_took_in_nothing_since_is_not_copied_again(stores: Path, snapshots: Path) -> None:
    store = fill(stores, 2)
    first = copy(store, snapshots)
    written = first.stat().st_mtime_ns
    assert copy(store, snapshots) == first
    assert first.stat().st_mtime_ns == written
    later = copy(fill(stores, 3), snapshots)
    assert snapshots_in(snapshots) == [first, later]
    assert newest_in(snapshots) == [later]


@pytest.mark.parametrize(("log", "upto"), [(FOREIGN, 1), (FOREIGN, 2), (LOG, 1)], ids=["short", "as long", "behind"])
def test_a_folder_that_holds_a_later_snapshot_or_one_of_another_topic_takes_none(
    tmp_path: Path, stores: Path, snapshots: Path, log: list[Incoming], upto: int
) -> None:
    kept = copy(fill(stores, 2), snapshots)
    content = kept.read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    store = fill(other, upto, log)
    if log is FOREIGN and upto == 2:
        with closing(sqlite3.connect(store)) as database, database:
            database.execute("UPDATE mark SET value = 'another' WHERE name = 'crc'")
    with pytest.raises(StopError, match="name another folder for the snapshots"):
        copy(store, snapshots)
    assert names(snapshots) == [kept.name]
    assert kept.read_bytes() == content


def test_what_an_interrupted_copy_left_behind_is_no_snapshot_and_is_removed_by_the_next(
    stores: Path, snapshots: Path
) -> None:
    store = fill(stores, 1)
    snapshots.mkdir(parents=True)
    for name in (".partition-003.sqlite.part", ".partition-003.sqlite.part-journal"):
        (snapshots / name).write_bytes(b"half of a store")
    assert snapshots_in(snapshots) == []
    snapshot = copy(store, snapshots)
    assert names(snapshots) == [snapshot.name]
    assert problems(snapshot) == []


def test_two_processes_do_not_write_one_snapshot(stores: Path, snapshots: Path) -> None:
    store = fill(stores, 1)
    snapshots.mkdir(parents=True)
    with (snapshots / ".partition-003.sqlite.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StopError, match="another process writes"):
            copy(store, snapshots)
    assert problems(copy(store, snapshots)) == []


def test_what_is_no_store_is_not_copied(stores: Path, snapshots: Path) -> None:
    with pytest.raises(StopError, match="cannot be read"):
        copy(stores / "partition-001.sqlite", snapshots)
    log = stores / "partition-002.sqlite"
    SqliteHistories(log, whole_book()).close()
    with pytest.raises(CorruptStoreError, match="has no mark 'place'"):
        copy(log, snapshots)
    log.write_bytes(b"no database" * 1000)
    with pytest.raises(CorruptStoreError, match="damaged or no store"):
        copy(log, snapshots)
    assert names(snapshots) == []


def test_files_are_found_by_their_names(stores: Path, snapshots: Path) -> None:
    assert (stores_in(stores / "nowhere"), snapshots_in(snapshots), newest_in(snapshots)) == ([], [], [])
    store = fill(stores, 1)
    (stores / "notes.txt").touch()
    assert stores_in(stores) == [store]


# ------------------------------------------------------------------------------------------------------------- restore


def test_a_restored_store_goes_on_where_the_snapshot_was_made_and_ends_as_if_nothing_had_happened(
    stores: Path, snapshots: Path
) -> None:
    snapshot = copy(fill(stores, 2), snapshots)
    expected = open_in(fill(stores, 4))
    store_path(stores, 3).unlink()
    assert restore(snapshot, stores) == store_path(stores, 3)
    with at_work(stores) as judge:
        assert judge.next == 2
        judge.recognise(LOG[1])
    assert open_in(fill(stores, 4)) == expected
    assert expected
    assert names(stores) == ["partition-003.sqlite"]
    assert names(snapshots) == [snapshot.name]


def test_a_store_that_is_behind_is_moved_aside_and_stays_whole(stores: Path, snapshots: Path) -> None:
    first, second = copy(fill(stores, 1), snapshots), copy(fill(stores, 3), snapshots)
    for number in (1, 2):
        store_path(stores, 3).unlink()
        restore(first, stores)
        restore(second, stores)
        aside = stores / f"partition-003.aside-000000000001{'-2' if number == 2 else ''}.sqlite"
        assert (look(aside).next, problems(aside)) == (1, [])
        assert look(store_path(stores, 3)).next == 3


@pytest.mark.parametrize("upto", [2, 3])
def test_a_store_that_is_as_far_or_farther_stays(stores: Path, snapshots: Path, upto: int) -> None:
    snapshot = copy(fill(stores, 2), snapshots)
    content = fill(stores, upto).read_bytes()
    with pytest.raises(StopError, match=f"goes on at offset {upto}, .* the store is as far"):
        restore(snapshot, stores)
    assert store_path(stores, 3).read_bytes() == content
    assert not [name for name in names(stores) if "aside" in name]


def test_a_store_that_a_worker_has_open_stays(stores: Path, snapshots: Path) -> None:
    snapshot = copy(fill(stores, 2), snapshots)
    store_path(stores, 3).unlink()
    with at_work(stores) as judge:
        for _ in range(2):
            with pytest.raises(StopError, match=r"is in use .*stop the worker"):
                restore(snapshot, stores)
            judge.apply(LOG[judge.next])
            judge.commit()
    assert look(store_path(stores, 3)).next == 2


def test_the_store_of_another_topic_stays(stores: Path, snapshots: Path) -> None:
    snapshot = copy(fill(stores, 2), snapshots)
    store_path(stores, 3).unlink()
    other = Place("others", 3, 12)
    with at_work(stores, other):
        pass
    with pytest.raises(OtherTopic, match="holds others, partition 3 of 12, not subjects"):
        restore(snapshot, stores)
    assert look(store_path(stores, 3)).place == other


def test_a_damaged_store_is_moved_aside_with_all_its_files(stores: Path, snapshots: Path) -> None:
    snapshot = copy(fill(stores, 2), snapshots)
    store = store_path(stores, 3)
    store.write_bytes(b"no database" * 1000)
    store.with_name(f"{store.name}-wal").write_bytes(b"the rest of it")
    restore(snapshot, stores)
    assert problems(store) == []
    aside = "partition-003.aside-damaged.sqlite"
    assert {aside, f"{aside}-wal", store.name} <= set(names(stores))
    assert (stores / aside).read_bytes() == b"no database" * 1000
    assert (stores / f"{aside}-wal").read_bytes() == b"the rest of it"


def test_what_a_lost_store_left_beside_it_does_not_get_into_the_restored_one(stores: Path, snapshots: Path) -> None:
    with at_work(stores) as judge:
        for one in LOG[:2]:
            judge.apply(one)
        judge.commit()
        snapshot = copy(store_path(stores, 3), snapshots)
        judge.apply(LOG[2])
        judge.commit()
        left = store_path(stores, 3).with_name("partition-003.sqlite-wal").read_bytes()
    store_path(stores, 3).unlink()
    (stores / "partition-003.sqlite-wal").write_bytes(left)
    store = restore(snapshot, stores)
    assert (look(store).next, problems(store)) == (2, [])
    assert (stores / "partition-003.aside-damaged.sqlite-wal").read_bytes() == left


def test_a_damaged_snapshot_restores_nothing(stores: Path, snapshots: Path) -> None:
    snapshot = copy(fill(stores, 2), snapshots)
    spoil(snapshot)
    with pytest.raises(CorruptStoreError, match=r"is not whole: .*take another snapshot"):
        restore(snapshot, stores / "new")
    assert not (stores / "new").exists()


# --------------------------------------------------------------------------------------------------------------- prune


def series(stores: Path, snapshots: Path) -> list[Path]:
    """A snapshot after each message."""
    return [copy(fill(stores, upto), snapshots) for upto in range(1, len(LOG) + 1)]


def test_the_newest_snapshots_of_each_partition_stay(stores: Path, snapshots: Path) -> None:
    made = series(stores, snapshots)
    other = Place(SUBJECTS, 4, 12)
    with at_work(stores, other):
        pass
    of_other = copy(store_path(stores, 4), snapshots)
    assert sorted(prune(snapshots, keep=2)) == made[:2]
    assert snapshots_in(snapshots) == [*made[2:], of_other]
    assert prune(snapshots, keep=2) == []


def test_the_only_snapshot_that_is_whole_is_never_removed(stores: Path, snapshots: Path) -> None:
    made = series(stores, snapshots)
    for path in made[2:]:
        spoil(path)
    assert sorted(prune(snapshots, keep=2)) == made[:1]
    assert snapshots_in(snapshots) == made[1:]
    spoil(made[1])
    assert prune(snapshots, keep=1) == []
    assert snapshots_in(snapshots) == made[1:]


# --------------------------------------------------------------------------------------------------------- the log kept


def test_the_records_of_a_snapshot_are_the_bytes_that_came(stores: Path, snapshots: Path) -> None:
    snapshot = copy(fill(stores, 4), snapshots)
    with closing(SqliteHistories(snapshot, whole_book())) as log:
        kept = [payload for _, _, payload in log.records(0, 100)]
    batches = [codec.decode(one.payload) for one in LOG]
    assert kept == [entry.payload for batch in batches for entry in batch.entries]  # type: ignore[union-attr]
