"""A reader that keeps its place in the log of findings is told every revision, whatever happens to the sinks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from schemas.codec import encode
from schemas.errors import RetryError
from schemas.findings import Finding
from schemas.ports import RowStore
from schemas.topics import FINDINGS
from sinks.batching import BatchLimits
from sinks.chdb_store import ChdbStore
from sinks.migrate import migrate
from sinks.queries import load_queries
from sinks.sink import Sink
from sinks.source import Partition
from tests import build
from tests.scripted_source import MemoryLog
from tests.sinks.sinking import FOREIGN, LIMITS, Failing, a_sink, never
from tests.sinks.test_queries import FINDING

AWAY = RetryError("the server is away")
PARTITIONS = (0, 1)
QUERIES = load_queries()

Told = dict[int, list[tuple[object, object, object]]]


class Reader:
    """Keeps, of each partition, the last offset it was told, and all it was told: offset, id and revision."""

    def __init__(self, store: RowStore) -> None:
        self._store = store
        self._places = dict.fromkeys(PARTITIONS, -1)
        self.told: Told = {partition: [] for partition in PARTITIONS}

    def look(self, partition: int) -> None:
        """Ask for what came behind the place in a partition."""
        answer = QUERIES["findings_since"].run(self._store, partition=partition, offset=self._places[partition])
        for row in answer.dicts():
            self.told[partition].append((row["offset"], row["finding_id"], row["revision"]))
            self._places[partition] = int(str(row["offset"]))


def published(log: MemoryLog, rng: Random) -> Told:
    """Revisions in both partitions, counted for each, some sent again with all that followed, some records unreadable;
    returns what a reader must be told.
    """
    expected: Told = {}
    for partition in PARTITIONS:
        revisions = [
            replace(FINDING, finding_id=build.uid(f"{partition} {rng.randrange(5)}"), revision=revision)
            for revision in range(1, rng.randrange(20, 40))
        ]
        sent: list[Finding | None] = []
        for end in range(1, len(revisions) + 1):
            sent += revisions[end - 1 : end] if rng.random() < 0.8 else revisions[max(0, end - 4) : end]
            sent += [None] * (rng.random() < 0.1)
        log.append(FINDINGS.name, partition, *(FOREIGN if one is None else encode(one) for one in sent))
        expected[partition] = [(n, one.finding_id, one.revision) for n, one in enumerate(sent) if one is not None]
    return expected


@pytest.mark.parametrize("seed", range(8))
def test_a_reader_is_told_every_revision_at_its_place_once_and_in_order(chdb_store: ChdbStore, seed: int) -> None:
    """Several sinks, of which all but the last were replaced without knowing it, write in turn into a store that fails
    before a block or after it; the reader looks between any two blocks.
    """
    rng = Random(seed)
    migrate(chdb_store)
    log, reader, store = MemoryLog(), Reader(chdb_store), Failing(chdb_store)
    expected = published(log, rng)

    def after(_: str) -> RetryError | None:
        if rng.random() < 0.4:
            reader.look(rng.choice(PARTITIONS))
        return AWAY if rng.random() < 0.05 else None

    store.before = lambda _: AWAY if rng.random() < 0.1 else None
    store.after = after
    sinks: list[Sink] = []
    for _ in range(12):
        if not sinks or rng.random() < 0.3:
            log.readers.clear()
            limits = BatchLimits(rng.randrange(2, 12), 1 << 20, LIMITS.age_max)
            sinks.append(a_sink(log, store, limits)[0])
        rounds = iter(range(rng.randrange(2, 6)))
        rng.choice(sinks).run(lambda rounds=rounds: next(rounds, None) is None)  # type: ignore[misc]
    log.readers.clear()
    last, _ = a_sink(log, store)
    last.run(never, {Partition(FINDINGS.name, n): len(log.records[Partition(FINDINGS.name, n)]) for n in PARTITIONS})
    for partition in PARTITIONS:
        reader.look(partition)

    assert reader.told == expected
