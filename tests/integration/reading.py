"""What the topics of a cluster hold, and how far each part of the pipeline has got in them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from schemas.topics import Topic
from tests.integration.history import Kept

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r", partition (\d+) of \d+$")

Ends = dict[int, int]
"""By partition, the offset that the next record will get."""


@contextmanager
def consuming(bootstrap: str) -> Iterator[Any]:
    """A consumer without a group."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap.split(","), enable_auto_commit=False, auto_offset_reset="earliest",
        isolation_level="read_committed", max_partition_fetch_bytes=8 * 1024 * 1024,
    )  # fmt: skip
    try:
        yield consumer
    finally:
        consumer.close()


def ends_of(bootstrap: str, *topics: Topic) -> dict[str, Ends]:
    """Where each partition of the topics ends."""
    with consuming(bootstrap) as consumer:
        places = [TopicPartition(t.name, n) for t in topics for n in consumer.partitions_for_topic(t.name) or ()]
        found = consumer.end_offsets(places)
    return {t.name: {place.partition: end for place, end in found.items() if place.topic == t.name} for t in topics}


def read_topic(bootstrap: str, topic: Topic, ends: Ends | None = None) -> list[Kept]:
    """Every record of the topic, or those before ``ends``; in order within each partition."""
    with consuming(bootstrap) as consumer:
        places = [TopicPartition(topic.name, number) for number in consumer.partitions_for_topic(topic.name) or ()]
        upto = {place.partition: end for place, end in consumer.end_offsets(places).items()} if ends is None else ends
        wanted = [place for place in places if upto.get(place.partition, 0) > 0]
        if not wanted:
            return []
        consumer.assign(wanted)
        consumer.seek_to_beginning(*wanted)
        kept = []
        while any(consumer.position(place) < upto[place.partition] for place in wanted):
            for records in consumer.poll(timeout_ms=500, max_records=5000).values():
                kept += [_kept(record) for record in records if record.offset < upto[record.partition]]
    return kept


def _kept(record: Any) -> Kept:
    at = _EPOCH + timedelta(milliseconds=record.timestamp)
    return Kept(record.partition, record.offset, at, record.key or b"", record.value or b"")


def committed(bootstrap: str, group: str, topic: Topic) -> Ends:
    """What a group has told the cluster of where it stands; nothing as long as nobody knows the group."""
    client = KafkaAdminClient(bootstrap_servers=bootstrap.split(","))
    try:
        found = client.list_group_offsets(group)[group]
    except KafkaError as error:
        if not error.retriable:
            raise
        return {}
    finally:
        client.close()
    return {place.partition: said.offset for place, said in found.items() if place.topic == topic.name}


class Store:
    """One file of a judge, read while the judge may be at work on it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def partition(self) -> int | None:
        """Whose histories it keeps; None when it is not made yet."""
        found = _PLACE.search(self._marked("place"))
        return int(found[1]) if found else None

    @property
    def next(self) -> int:
        """Offset of the message that it takes in next."""
        return int(self._marked("next") or 0)

    @property
    def now(self) -> datetime | None:
        """The last instant it was told of."""
        said = self._marked("now")
        return _EPOCH + timedelta(microseconds=int(said)) if said else None

    def records(self) -> list[bytes]:
        """Every record that it keeps."""
        return [payload for (payload,) in self._ask("SELECT payload FROM log ORDER BY position")]

    def _marked(self, name: str) -> str:
        rows = self._ask("SELECT value FROM mark WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def _ask(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
                return database.execute(sql, values).fetchall()
        except sqlite3.OperationalError:  # the file is being made
            return []


def furthest(folders: Iterable[Path]) -> dict[int, Store]:
    """Of all files in the judges' folders, the one that has got furthest, by partition."""
    found: dict[int, Store] = {}
    for store in (Store(path) for folder in folders for path in sorted(folder.rglob("*.sqlite"))):
        partition = store.partition
        if partition is not None and (partition not in found or found[partition].next < store.next):
            found[partition] = store
    return found
