"""Tracing a lot back to its mines and forward to its ends agrees with a plain walk over the events."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import chdb
import pytest

from schemas.events import CustodyEvent, LotRegistered, LotsTransformed, Place
from schemas.ports import RowStore, Value
from sinks.chdb_store import ChdbStore
from sinks.migrate import migrate
from sinks.queries import load_queries
from tests import build
from tests.sinks.storing import store_events

BACK, FORWARD = load_queries()["trace_back"], load_queries()["trace_forward"]


def random_lineage(rng: Random, tag: str) -> list[CustodyEvent]:
    """Mined lots, mixed and split at random; some outputs were there before, some inputs never registered."""
    events = [build.registered([f"{tag}{n}" for n in range(4)], id=f"{tag} mined")]
    lots = [f"{tag}{n}" for n in range(5)]
    for step in range(12):
        inputs = rng.sample(lots, rng.randint(1, 3))
        outputs = [f"{tag}{step}.{n}" for n in range(rng.randint(1, 3))]
        events.append(build.transformed(inputs, outputs, id=f"{tag} step {step}"))
        lots += outputs
    return events


def walked(events: Iterable[CustodyEvent], start: str, *, back: bool) -> dict[str, int]:
    """Lots reached from ``start``, with the number of transformations on the shortest way, walking from lot to lot."""
    steps = [event.body for event in events if isinstance(event.body, LotsTransformed)]
    sides = [
        ({line.lot_id for line in body.inputs}, {line.lot_id for line in body.outputs})[:: -1 if back else 1]
        for body in steps
    ]
    found, frontier, depth = {start: 0}, {start}, 0
    while frontier:
        depth += 1
        frontier = {lot for near, far in sides if near & frontier for lot in far} - set(found)
        found |= dict.fromkeys(frontier, depth)
    return found


def known_lots(events: Iterable[CustodyEvent]) -> set[str]:
    """Every lot that an event names."""
    bodies = [event.body for event in events]
    lines = [line for body in bodies if isinstance(body, LotRegistered) for line in body.lines]
    lines += [line for body in bodies if isinstance(body, LotsTransformed) for line in (*body.inputs, *body.outputs)]
    return {line.lot_id for line in lines}


def depths(rows: list[dict[str, Value]]) -> dict[Value, Value]:
    return {row["lot_id"]: row["depth"] for row in rows}


@pytest.mark.parametrize("seed", range(2))
def test_tracing_finds_the_lots_that_a_plain_walk_finds(migrated: RowStore, seed: int) -> None:
    rng = Random(seed)
    events = [event for n in range(6) for event in random_lineage(rng, f"W{n}-")]
    store_events(migrated, events)

    for lot in rng.sample(sorted(known_lots(events)), 5):
        assert depths(BACK.run(migrated, lot=lot).dicts()) == walked(events, lot, back=True)
        assert depths(FORWARD.run(migrated, lot=lot).dicts()) == walked(events, lot, back=False)


def test_a_trace_tells_the_mine_the_way_and_where_the_lot_is_now(migrated: RowStore) -> None:
    mined = build.registered(["A", "B"], place=Place("BW-JWANENG", "BW"))
    mix = build.transformed(["A", "B"], ["M"], at="2024-03-05")
    cut = build.transformed("M", ["P", "Q"], at="2024-03-06")
    store_events(migrated, [mined, mix, cut, build.retired("P"), build.released("Q", at="2024-03-10")])

    back = {str(row["lot_id"]): row for row in BACK.run(migrated, lot="P").dicts()}
    forward = {str(row["lot_id"]): row for row in FORWARD.run(migrated, lot="A").dicts()}

    assert {lot: row["made_into"] for lot, row in back.items()} == {"P": (), "M": ("P",), "A": ("M",), "B": ("M",)}
    assert (back["A"]["born_kind"], back["A"]["born_at_site"]) == ("LotRegistered", "BW-JWANENG")
    assert (back["M"]["born_kind"], back["M"]["born_by"]) == ("LotsTransformed", mix.event_id)
    assert {lot: row["made_of"] for lot, row in forward.items()} == {"A": (), "M": ("A",), "P": ("M",), "Q": ("M",)}
    assert (forward["M"]["ended_by"], forward["M"]["end_reason"]) == (cut.event_id, "SPLIT")
    assert forward["P"]["end_reason"] == "SOLD_TO_PUBLIC"
    assert (forward["Q"]["custodian"], forward["Q"]["in_transit_to"], forward["Q"]["ended_by"]) == (
        "TRADER",
        "TRADER",
        None,
    )


def test_a_transformation_declared_in_error_is_no_way(migrated: RowStore) -> None:
    mix = build.transformed(["A"], ["M"])
    store_events(migrated, [build.registered("A"), mix, build.examined("M"), build.declared_wrong(mix)])

    assert depths(BACK.run(migrated, lot="M").dicts()) == {"M": 0}
    assert depths(FORWARD.run(migrated, lot="A").dicts()) == {"A": 0}


def test_a_transformation_that_lost_against_another_content_of_its_id_is_no_way_back(migrated: RowStore) -> None:
    mined = build.registered("X", id="same", recorded_at="2024-03-01")
    made = build.transformed("A", "X", id="same", recorded_at="2024-04-01")
    store_events(migrated, [build.registered("A"), made, mined])

    assert depths(BACK.run(migrated, lot="X").dicts()) == {"X": 0}


def test_lots_that_run_in_a_circle_are_traced_and_the_circle_is_shown(migrated: RowStore) -> None:
    store_events(migrated, [build.transformed("A", "B", id="there"), build.transformed("B", "A", id="back")])

    for query in (BACK, FORWARD):
        rows = query.run(migrated, lot="A").dicts()
        assert depths(rows) == {"A": 0, "B": 1}
        assert [row["cut"] for row in rows] == [True, False]


def test_a_chain_of_39_steps_is_followed_to_its_end_and_a_longer_one_says_that_it_was_cut(
    migrated: RowStore,
) -> None:
    store_events(migrated, [build.transformed(f"L{n}", f"L{n + 1}", id=f"step {n}") for n in range(41)])

    def traced(lot: str) -> tuple[int, list[Value]]:
        rows = BACK.run(migrated, lot=lot).dicts()
        return len(rows), [row["lot_id"] for row in rows if row["cut"]]

    assert traced("L39") == (40, [])
    assert traced("L41") == (41, ["L1"])


def test_a_lot_that_nobody_named_has_no_trace(migrated: RowStore) -> None:
    assert BACK.run(migrated, lot="L1").rows == ()
    assert FORWARD.run(migrated, lot="L1").rows == ()


def test_a_trace_reads_little_of_a_large_store(chdb_store: ChdbStore, tmp_path: Path) -> None:
    """The step from lot to lot uses the order of the tables; reading all of them at each step would not scale."""
    migrate(chdb_store)
    chdb_store.command(
        "INSERT INTO lot_events (lot_id, event_id, role, digest) SELECT concat('X', toString(number)), "
        "generateUUIDv4(), if(number % 2 = 0, 'input', 'output'), 'd' FROM numbers(300000)"
    )
    chdb_store.command(
        "INSERT INTO lineage (lot_id, event_id, role, digest) SELECT lot_id, event_id, role, digest FROM lot_events"
    )
    store_events(
        chdb_store, [build.registered("A"), build.transformed("A", "B", id="1"), build.transformed("B", "C", id="2")]
    )

    found = depths(BACK.run(chdb_store, lot="C").dicts())
    handle = chdb.connect(str(tmp_path / "rows"))  # type: ignore[no-untyped-call]
    read = handle.query(BACK.file.sql, "Null", params={"lot": "C"}).storage_rows_read()
    handle.close()

    assert found == {"C": 0, "B": 1, "A": 2}
    assert 0 < read < 60_000
