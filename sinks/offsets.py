"""A sink's own account of how far it is, kept beside the rows; it alone decides where to go on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.errors import StopError
from schemas.ports import RowStore
from schemas.topics import MAX_PARTITIONS
from sinks.columns import TableColumns
from sinks.source import Partition


@dataclass(frozen=True, slots=True)
class StoredOffset:
    """Everything of ``partition`` before ``next_offset`` is stored."""

    partition: Partition
    next_offset: int
    stored_at: datetime


SINK_OFFSETS = TableColumns[StoredOffset](
    "sink_offsets",
    {
        "topic": lambda stored: stored.partition.topic,
        "partition": lambda stored: stored.partition.number,
        "next_offset": lambda stored: stored.next_offset,
        "stored_at": lambda stored: stored.stored_at,
    },
)


class OwnOffsets:
    """Reads and writes the table ``sink_offsets``.

    Of several offsets of a partition the largest counts. So one who was replaced and stores late takes nothing back.
    """

    def __init__(self, store: RowStore) -> None:
        """In an open store whose tables are migrated."""
        self._store = store

    def read(self, partitions: Collection[Partition]) -> dict[Partition, int]:
        """The next offset of those of ``partitions`` of which anything is stored."""
        found = self._store.query(
            "SELECT topic, partition, max(next_offset) FROM sink_offsets WHERE topic IN {topics:Array(String)} "
            "GROUP BY topic, partition",
            {"topics": tuple(sorted({partition.topic for partition in partitions}))},
        )
        stored = {Partition(str(topic), int(str(number))): int(str(offset)) for topic, number, offset in found.rows}
        return {partition: stored[partition] for partition in partitions if partition in stored}

    def store(self, places: Mapping[Partition, int], at: datetime, token: str) -> None:
        """Remember these next offsets; to be called when everything before them is stored."""
        rows = [SINK_OFFSETS.row(StoredOffset(partition, places[partition], at)) for partition in sorted(places)]
        self._store.insert(SINK_OFFSETS.table, rows, f"{token} {SINK_OFFSETS.table}")


def start_of(partition: Partition, own: int | None, beginning: int, end: int) -> int:
    """Where to go on: at our own offset, or, where nothing is stored yet, at the beginning of the log.

    Raises ``StopError`` when the log does not have that place: going on elsewhere would leave a hole in the rows, or
    take the records of another topic for those of this one.
    """
    if partition.number >= MAX_PARTITIONS:
        raise StopError(f"expected at most {MAX_PARTITIONS} partitions, got {partition}; positions would not be unique")
    if own is None:
        return beginning
    if own < beginning:
        raise StopError(
            f"{partition}: expected records from offset {own} on, the log begins at {beginning}: what lies between was "
            "cut off before it was stored. Run `caratrace topics apply`, so that nothing more is cut off, and restore "
            "the records; if there is no copy, go on without them: INSERT INTO sink_offsets VALUES "
            f"('{partition.topic}', {partition.number}, {beginning}, now64(6, 'UTC'))"
        )
    if own > end:
        raise StopError(
            f"{partition}: expected records up to offset {own} at least, the log ends at {end}: the topic was made "
            "anew, it lost records, or this is another cluster. Check CARATRACE_KAFKA_BOOTSTRAP; store a new log in "
            "an empty database (CARATRACE_CLICKHOUSE), or, to mix its rows with those that are here: "
            f"ALTER TABLE sink_offsets DELETE WHERE topic = '{partition.topic}'"
        )
    return own
