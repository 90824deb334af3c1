"""Names of the files of a judge: stores, their snapshots, and stores that were moved aside. Pure.

``partition-003.sqlite`` is the store of partition 3, ``partition-003.at-000000012345.sqlite`` a snapshot of it that
goes on at offset 12345, ``partition-003.aside-000000000017.sqlite`` what a restored store took the place of.
"""

from __future__ import annotations

import re

SUFFIXES = ("", "-wal", "-shm", "-journal")
"""What SQLite puts behind the name of a file: itself, and the files that it keeps beside it while it is open."""

_STORE = re.compile(r"partition-(\d{3,})\.sqlite")
_SNAPSHOT = re.compile(r"partition-(\d{3,})\.at-(\d{12,})\.sqlite")


def store_name(partition: int) -> str:
    """File name of the store of a partition."""
    return f"partition-{partition:03}.sqlite"


def snapshot_name(partition: int, offset: int) -> str:
    """File name of a snapshot that goes on at ``offset``; names of one partition sort by offset."""
    return f"partition-{partition:03}.at-{offset:012}.sqlite"


def aside_name(partition: int, offset: int | None, number: int) -> str:
    """File name of the store that is moved aside as the ``number``-th of its kind; without an offset, a damaged one."""
    what = "damaged" if offset is None else f"{offset:012}"
    return f"partition-{partition:03}.aside-{what}{f'-{number}' if number > 1 else ''}.sqlite"


def unfinished_name(name: str) -> str:
    """File name under which the file ``name`` is written, until it is whole."""
    return f".{name}.part"


def lock_name(name: str) -> str:
    """File name that whoever writes the file ``name`` holds a lock on; it stays."""
    return f".{name}.lock"


def partition_of_store(name: str) -> int | None:
    """The partition of a store, by its file name; None for another file."""
    found = _STORE.fullmatch(name)
    return int(found[1]) if found else None


def place_of_snapshot(name: str) -> tuple[int, int] | None:
    """Partition and next offset of a snapshot, by its file name; None for another file."""
    found = _SNAPSHOT.fullmatch(name)
    return (int(found[1]), int(found[2])) if found else None
