"""Rows that are spread over two shards answer every question as rows on one server do.

The shards are played by one engine (``configured``); nothing here speaks of networks or replicas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from schemas.findings import FindingStatus, QuarantineRecord
from schemas.ports import Row, RowStore, Value
from sinks.chdb_store import ChdbStore
from sinks.cluster import LOCAL
from sinks.detectors import run_detectors
from sinks.migrate import migrate
from sinks.queries import Query, load_queries
from sinks.reference_rows import load_reference_tables
from sinks.writer import Writer
from tests import build
from tests.changes import party
from tests.disturbances import disturb
from tests.histories import walk
from tests.sinks.configured import TwoShards
from tests.sinks.storing import KNOWN, TABLES, VIEWS, current, known_at, store_events, store_findings
from tests.sinks.test_lineage import random_lineage
from tests.sinks.test_queries import FINDING

pytestmark = pytest.mark.slow

QUERIES = load_queries()
SPREAD = ("events", "lot_events", "lineage", "certificate_events", "findings_log", "findings")

Answers = Mapping[str, list[Any]]


def fill(store: RowStore) -> None:
    """Everything that questions are asked about; the events twice, from two places of the log."""
    rng = Random(7)
    events = [event for n in range(4) for event in disturb(rng, walk(rng, 10, f"W{n}-").events, 4)]
    events += random_lineage(rng, "L-")
    store_events(store, events)
    store_events(store, events, first=5000)
    lots = [str(lot) for (lot,) in store.query("SELECT DISTINCT lot_id FROM lot_events ORDER BY lot_id").rows]
    findings = [
        replace(
            FINDING,
            finding_id=build.uid(lot),
            revision=revision,
            subject=f"lot:{lot}",
            status=FindingStatus.RETRACTED if (place + revision) % 4 == 0 else FindingStatus.RAISED,
            evidence=(events[place % len(events)].event_id,),
            known_at=known_at(revision),
        )
        for place, lot in enumerate(lots)
        for revision in range(1, 4)
    ]
    gap = replace(
        FINDING, finding_id=build.uid("gap"), rule="COM001", subject="emitter:MINE", got="number 2 is missing"
    )
    store_findings(store, [*findings, gap])
    refused = QuarantineRecord(build.uid("refused"), "finds.csv", "3", "unreadable", "no", 2, b"xx", KNOWN)
    Writer(store).write([], [], [refused], "refused")
    load_reference_tables(store, build.packaged_reference(), KNOWN)
    stated = [party(f"P-{number}", recorded_at=known_at(number)) for number in range(9)]
    Writer(store).write_reference([(change, known_at(9)) for change in stated], "stated")


def asked(store: RowStore) -> Answers:
    """The answers to all questions, the views, and what detectors find."""
    lots = [str(lot) for (lot,) in store.query("SELECT lot_id FROM lots ORDER BY lot_id").rows]
    certificates = [str(c) for (c,) in store.query("SELECT certificate_subject FROM certificates ORDER BY 1").rows]
    answers: dict[str, list[Any]] = {}
    for query in QUERIES.values():
        answers[query.name] = [query.run(store, **values) for values in questions(query, lots, certificates)]
    for view in VIEWS:
        answers[view] = [current(store, view)]
    answers["detectors"] = [run_detectors(store, 9000, known_at(9000))]
    answers["reference"] = [load_reference_tables(store, build.packaged_reference(), known_at(9000))]
    return answers


def questions(query: Query, lots: list[str], certificates: list[str]) -> Iterator[dict[str, Value]]:
    """Values for the parameters that a question must be told."""
    made = [lot for lot in lots if lot.startswith("L-")]
    for lot, certificate in zip([lots[-1], made[-1]], certificates, strict=False):
        known: dict[str, Value] = {
            "lot": lot,
            "certificate": certificate,
            "party": "MINE-BW",
            "finding": build.uid(lot),
            "partition": 0,
            "offset": 2,
            "known": known_at(2),
            "on": build.instant("2025-01-01"),
            "table": "parties",
        }
        if query.name == "register_on":
            known["on"] = build.day("2025-01-01")
        yield {p.name: known[p.name] for p in query.parameters if not p.is_optional}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answers, Answers, Mapping[str, tuple[Value, ...]]]:
    """What one server says, what two shards say, and the rows of each table: all, and those of the first shard."""
    folder = tmp_path_factory.mktemp("shards")
    said: list[Answers] = []
    spread: dict[str, tuple[Value, ...]] = {}
    for kind in (ChdbStore, TwoShards):
        store = kind(folder / kind.__name__)
        migrate(store)
        fill(store)
        said.append(asked(store))
        if isinstance(store, TwoShards):
            for table in TABLES:
                (spread[table],) = store.query(f"SELECT count(), countIf(_shard_num = 1) FROM {table}").rows
        store.close()
    return said[0], said[1], spread


@pytest.mark.parametrize("table", SPREAD)
def test_the_rows_are_on_both_shards(answers: tuple[Answers, Answers, Mapping[str, Row]], table: str) -> None:
    everything, first = answers[2][table]

    assert isinstance(everything, int)
    assert isinstance(first, int)
    assert 0 < first < everything


@pytest.mark.parametrize("name", [*QUERIES, *VIEWS, "detectors", "reference"])
def test_two_shards_say_what_one_server_says(answers: tuple[Answers, Answers, Mapping[str, Row]], name: str) -> None:
    one, two, _ = answers

    assert two[name] == one[name]
    if name in QUERIES:
        assert any(table.rows for table in one[name]), f"{name} was asked about nothing"
    if name in VIEWS or name == "detectors":
        assert one[name][0]


def test_a_row_that_is_inserted_through_the_distributed_table_gets_what_the_local_table_computes(
    tmp_path: Path,
) -> None:
    store = TwoShards(tmp_path / "two")
    migrate(store)
    for _ in range(2):
        ChdbStore.command(
            store,
            "INSERT INTO events (event_id, position) SETTINGS insert_distributed_sync = 1, "
            f"insert_deduplication_token = 'first' VALUES ('{build.uid('event')}', 5)",
        )

    assert store.query("SELECT position, bitNot(newest) FROM events").rows == ((5, 5),)
    store.close()


def test_migrations_in_their_form_for_a_cluster_are_applied_once(tmp_path: Path) -> None:
    store = TwoShards(tmp_path / "two")

    assert migrate(store)
    assert migrate(store) == []
    tables = store.query(f"SELECT count() FROM system.tables WHERE engine = 'Distributed' AND name NOT LIKE '%{LOCAL}'")
    local = store.query(f"SELECT count() FROM system.tables WHERE name LIKE '%{LOCAL}'")
    assert tables.rows == local.rows
    store.close()
