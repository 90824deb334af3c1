"""Snapshots of the stores of a worker: made while the worker writes on, and put back where a store was lost.

A store that is lost can always be judged again from the topic; a snapshot makes that short. So nothing here replaces
or deletes a store: what a restored store takes the place of is moved aside.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from schemas.errors import CorruptStoreError, StopError
from stream_processors.partition_judge import OtherTopic, store_path
from stream_processors.store_check import Stored, look, problems, reading
from stream_processors.store_names import (
    SUFFIXES,
    aside_name,
    lock_name,
    partition_of_store,
    place_of_snapshot,
    snapshot_name,
    unfinished_name,
)


def stores_in(folder: Path) -> list[Path]:
    """The stores in a folder, in order of partitions; none where there is no folder."""
    found = {number: path for path in _files(folder) if (number := partition_of_store(path.name)) is not None}
    return [found[number] for number in sorted(found)]


def snapshots_in(folder: Path) -> list[Path]:
    """The snapshots in a folder, in order of partitions and offsets; none where there is no folder."""
    found = {place: path for path in _files(folder) if (place := place_of_snapshot(path.name)) is not None}
    return [found[place] for place in sorted(found)]


def newest_in(folder: Path) -> list[Path]:
    """Of each partition the snapshot that goes on at the highest offset."""
    return [paths[-1] for paths in _by_partition(folder).values()]


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _by_partition(folder: Path) -> dict[int, list[Path]]:
    found: dict[int, list[Path]] = {}
    for path in snapshots_in(folder):
        place = place_of_snapshot(path.name)
        assert place is not None
        found.setdefault(place[0], []).append(path)
    return found


# ---------------------------------------------------------------------------------------------------------------- copy


def copy(store: Path, folder: Path) -> Path:
    """The path of a snapshot in ``folder`` of what is committed in ``store``, which may be at work.

    Where nothing was taken in since the last snapshot, it is that one. Raises ``StopError`` for a folder that holds a
    later one: it was made of another topic, or of this one before it was made anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    now = look(store)
    for path in _by_partition(folder).get(now.place.partition, []):
        other = look(path)
        if (other.place, other.next, other.crc) == (now.place, now.next, now.crc):
            return path
        if other.place != now.place or other.next >= now.next:
            raise StopError(
                f"{path} holds {other.place} up to offset {other.next}, and {store} holds {now.place} up to offset "
                f"{now.next}: if its topic was made anew, name another folder for the snapshots; if it is behind, it "
                "need not be copied"
            )
    with _unfinished(folder, store.name) as part:
        _duplicate(store, part)
        copied = look(part)
        path = folder / snapshot_name(copied.place.partition, copied.next)
        part.replace(path)
    _make_durable(folder)
    return path


@contextmanager
def _unfinished(folder: Path, name: str) -> Iterator[Path]:
    """Where a file is written until it is whole, by one process at a time. What an interrupted one left is removed."""
    part = folder / unfinished_name(name)
    with (folder / lock_name(name)).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StopError(f"another process writes {part}; wait until it has ended") from error
        _remove(part)
        try:
            yield part
        finally:
            _remove(part)


def _remove(path: Path) -> None:
    for suffix in SUFFIXES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _duplicate(source: Path, target: Path) -> None:
    """What is committed in ``source`` as one file, safe on the disk: with the backup of SQLite, since the newest part
    of an open store is not in its main file.
    """
    with reading(source) as database, closing(sqlite3.connect(target, isolation_level=None)) as copied:
        try:
            database.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE")  # else the copy asks for files beside it whenever it is read
        except sqlite3.OperationalError as error:
            raise StopError(f"{source} cannot be copied to {target} ({error}); see that there is room") from error
    _make_durable(target)


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# ------------------------------------------------------------------------------------------------------------- restore


def restore(snapshot: Path, folder: Path) -> Path:
    """The path of the store that ``snapshot`` becomes in ``folder``.

    A store that goes on at a lower offset, or a damaged one, is moved aside. Raises ``StopError`` where the store that
    is there is as far or farther, or is in use, ``OtherTopic`` where it is another partition's, and
    ``CorruptStoreError`` for a damaged snapshot.
    """
    wrong = problems(snapshot)
    if wrong:
        raise CorruptStoreError(f"{snapshot} is not whole: {wrong[0]}; take another snapshot")
    stored = look(snapshot)
    folder.mkdir(parents=True, exist_ok=True)
    target = store_path(folder, stored.place.partition)
    with _unfinished(folder, target.name) as part:
        _duplicate(snapshot, part)
        _make_way(target, stored)
        try:
            os.link(part, target)  # unlike a renaming, it never replaces a store that a worker has begun meanwhile
        except FileExistsError as error:
            raise StopError(f"{target} was made meanwhile; stop the worker, and try again") from error
    _make_durable(folder)
    return target


def _make_way(target: Path, stored: Stored) -> None:
    """Move aside what has the name ``target``: a store that is behind, a damaged one, or what one left behind."""
    there = _state_of(target, stored)
    offset = there.next if there else None
    taken = {path.name for path in _files(target.parent)}
    names = (aside_name(stored.place.partition, offset, number) for number in range(1, len(taken) + 2))
    aside = next(name for name in names if not any(name + suffix in taken for suffix in SUFFIXES))
    for suffix in SUFFIXES:
        if target.name + suffix in taken:
            target.with_name(target.name + suffix).rename(target.with_name(aside + suffix))


def _state_of(target: Path, stored: Stored) -> Stored | None:
    """What is there and may be moved aside; None for a damaged store, or for none."""
    if not target.exists():
        return None
    try:
        _check_is_behind(look(target), stored)
    except CorruptStoreError:
        return None
    _take_alone(target)
    there = look(target)
    _check_is_behind(there, stored)  # it may have moved on until the worker let go of it
    return there


def _check_is_behind(there: Stored, stored: Stored) -> None:
    if there.place != stored.place:
        raise OtherTopic(f"{there.path} holds {there.place}, not {stored.place}; move it aside, or name another folder")
    if there.next >= stored.next:
        raise StopError(
            f"{there.path} goes on at offset {there.next}, and {stored.path} at {stored.next}: the store is as far; "
            "keep it, or move it aside yourself if it must go"
        )


def _take_alone(target: Path) -> None:
    """Put all of a store into its main file, which works only while no other process has it open."""
    try:
        with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise StopError(f"{target} is in use ({error}); stop the worker that has it open") from error


# --------------------------------------------------------------------------------------------------------------- prune


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` snapshots of each partition; the paths of those removed.

    If none of these is whole, the newest that is whole is kept too; where none is, nothing is removed.
    """
    removed = []
    for paths in _by_partition(folder).values():
        newest_first = paths[::-1]
        whole = next((path for path in newest_first if not problems(path)), None)
        for path in newest_first[keep:]:
            if whole is not None and path != whole:
                _remove(path)
                removed.append(path)
    return removed
