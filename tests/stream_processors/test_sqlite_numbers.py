"""The numbers of emitters in a file: small, and the same whoever opens it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from deploy.local import Arrival, LocalRuntime
from schemas.codec import decode_event, record_of
from schemas.events import CustodyEvent
from schemas.findings import Finding
from schemas.records import RulesChanged, Tick
from schemas.routing import SubjectKind, shares
from stream_processors.incoming import Incoming
from stream_processors.partition_judge import PartitionJudge, Place
from stream_processors.router import route
from stream_processors.sqlite_histories import NUMBERED, SqliteHistories
from stream_processors.store_check import differences, problems
from tests import build
from tests.histories import after, walk
from tests.judges import ALONE, EVENTS, SUBJECTS, a_world, judged, message, open_at_the_end, without_place
from tests.judging import KNOWN_AT, Run, book_of, whole_book
from tests.rows import MemoryRows

EMITTER = "emitter:MINE"
WITHOUT_COUNTS = book_of(*(rule for rule in whole_book().rules if not rule.code.startswith("COM")))
LATER = build.instant("2024-06-01")


@contextmanager
def opened(path: Path, cached: int = 1000, *, stale_book: bool = False) -> Iterator[LocalRuntime]:
    """The runtime over the file at ``path``."""
    book = WITHOUT_COUNTS if stale_book else whole_book()
    with closing(SqliteHistories(path, book, cached)) as log:
        yield LocalRuntime(log, book, MemoryRows(), batch=3, block=1000)


def take(runtime: LocalRuntime, *events: CustodyEvent) -> None:
    """Let the runtime take in events."""
    runtime.take(Arrival(KNOWN_AT, record_of(event)) for event in events)


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    """What a table holds."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


def counted(*numbers: int) -> list[CustodyEvent]:
    """MINE's events with these numbers."""
    return [build.registered(f"L{number}", sequence=number) for number in numbers]


def test_numbers_in_a_row_are_one_row_of_ranges_however_many_they_are(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with opened(path) as runtime:
        take(runtime, *counted(*range(1, 41)))
        assert rows(path, "ranges") == [(EMITTER, 1, 40)]
        take(runtime, *counted(43, 42))
    assert rows(path, "ranges") == [(EMITTER, 1, 40), (EMITTER, 42, 43)]
    with opened(path) as runtime:
        take(runtime, *counted(41))
    assert rows(path, "ranges") == [(EMITTER, 1, 43)]
    assert len(rows(path, "numbers")) == 43


def test_a_commit_writes_the_range_that_moved_and_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with opened(path) as runtime:
        take(runtime, *counted(1, 3, 5, 7))
        written: list[str] = []
        runtime.log._database.set_trace_callback(written.append)
        take(runtime, *counted(8, 9, 10))
        moved = [line for line in written if "ranges" in line and not line.startswith("SELECT")]
        assert moved == [f"INSERT OR REPLACE INTO ranges VALUES ('{EMITTER}', 7, 10)"]


@pytest.mark.parametrize("cached", [0, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_hundreds_of_gaps_in_any_order_end_as_in_memory_whoever_forgets_and_reopens(
    tmp_path: Path, cached: int, seed: int
) -> None:
    rng = Random(seed)
    events = counted(*rng.sample(range(1, 500), 260))
    events += [build.registered(f"T{n}", sequence=n) for n in rng.sample(range(1, 500), 30)]
    events += [build.declared_wrong(event) for event in [*rng.sample(events, 20), *counted(*range(480, 500))]]
    rng.shuffle(events)
    remembered, other = Run(), Run()
    remembered.feed(*events, LATER)
    other.feed(LATER, *reversed(events))
    assert other.open == remembered.open
    path = tmp_path / "log.sqlite"
    for start in range(0, len(events), 60):
        with opened(path, cached) as runtime:
            take(runtime, *events[start : start + 60])
    with opened(path, cached) as runtime:
        runtime.take([Arrival(KNOWN_AT, Tick(LATER))])
        found = [finding for _, finding in runtime.log.findings(0, 10_000)]
    assert found == remembered.findings
    assert len({finding.event_id for finding in found if finding.rule == "COM001"}) == 100


def test_a_repeat_and_a_second_event_under_a_number_are_told_apart_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    [event] = counted(1)
    with opened(path) as runtime:
        take(runtime, event)
    with opened(path) as runtime:
        assert runtime.take([Arrival(KNOWN_AT, record_of(event))]).repeated == 1
        take(runtime, build.registered("L2", sequence=1))
        assert "COM002" in {finding.rule for finding in runtime.log.open_findings()}
    with opened(path) as runtime:
        take(runtime, build.declared_wrong(event))
        assert "COM002" not in {finding.rule for finding in runtime.log.open_findings()}


def test_the_history_of_an_emitter_holds_no_events(tmp_path: Path) -> None:
    with opened(tmp_path / "log.sqlite") as runtime:
        take(runtime, *counted(*range(1, 41)))
        assert runtime.log.history(SubjectKind.EMITTER, EMITTER).entries == []


# -------------------------------------------------------------------------------------- files of the version before


def made_older(path: Path) -> None:
    """Make a file what a version that did not know numbers would have left."""
    with closing(sqlite3.connect(path)) as database, database:
        for table in ("numbers", "ranges", "reused"):
            database.execute(f"DROP TABLE {table}")
        database.execute("DELETE FROM mark WHERE name = ?", (NUMBERED,))


def test_after_an_upgrade_judging_again_takes_the_numbers_from_the_log(tmp_path: Path) -> None:
    events = [*counted(1, 2, 5), build.registered("L9", sequence=5), build.declared_wrong(counted(4)[0])]
    path = tmp_path / "log.sqlite"
    with opened(path, stale_book=True) as runtime:
        take(runtime, *events)
        runtime.take([Arrival(KNOWN_AT, Tick(LATER))])
    made_older(path)
    assert problems_of_numbers_in(path) == []
    with opened(path) as runtime:
        runtime.judge_again(KNOWN_AT)
        said = [finding for finding in runtime.log.open_findings() if finding.rule.startswith("COM")]
    expected = Run()
    expected.feed(*events, LATER)
    new = [finding for finding in expected.findings if finding.rule.startswith("COM")]
    assert without_place(said) == without_place(open_at_the_end(new))
    assert rows(path, "ranges") == [(EMITTER, 1, 2), (EMITTER, 4, 5)]


def test_partitions_of_the_version_before_know_every_count_once_the_events_are_routed_again(tmp_path: Path) -> None:
    """What was not sent to the partition of an emitter then is sent now; what a partition has is passed over."""
    rng = Random(7)
    events = walk(rng, 30).events
    del events[10]
    records = [Incoming(EVENTS, 0, n, KNOWN_AT, record_of(event).payload) for n, event in enumerate(events)]
    later, ours = Tick(after(events, days=70)), RulesChanged(whole_book().fingerprint)
    found: list[Finding] = []
    for partition in range(3):
        place, path = Place(SUBJECTS, partition, 3), tmp_path / f"partition-00{partition}.sqlite"
        routed = [batch.entries for number, batch in route(records, 3).batches if number == partition]
        entries = [entry.payload for batch in routed for entry in batch]
        old = [payload for payload in entries if lives_in(place, payload)]
        judged(path, message(0, *old, later, place=place), book=WITHOUT_COUNTS, place=place)
        made_older(path)
        judged(path, message(1, ours, place=place), message(2, *entries, place=place), place=place)
        assert (problems(path), differences(path, whole_book(), lambda count: None)) == ([], [])
        with closing(SqliteHistories(path, whole_book())) as store:
            found += store.open_findings()
    expected = Run()
    expected.feed(*events, later.at)
    assert "COM001" in {finding.rule for finding in found}
    assert without_place(found) == without_place(open_at_the_end(expected.findings))


def test_a_store_of_the_version_before_that_goes_on_before_the_change_of_rules_ends_the_same(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    judged(path, message(0, *counted(1, 2, 4), build.registered("L9", sequence=4)), book=WITHOUT_COUNTS)
    made_older(path)
    with closing(PartitionJudge(path, whole_book(), ALONE, cached=100)) as judge:
        judge.apply(message(1, *counted(5, 8), Tick(LATER)), rules_follow=True)
        judge.apply(message(2, RulesChanged(whole_book().fingerprint)), published={})
        judge.commit()
    assert rows(path, "ranges") == [(EMITTER, 1, 2), (EMITTER, 4, 5), (EMITTER, 8, 8)]
    assert (problems(path), differences(path, whole_book(), lambda count: None)) == ([], [])
    with closing(SqliteHistories(path, whole_book())) as store:
        found = [finding.rule for finding in store.open_findings() if finding.rule.startswith("COM")]
    assert sorted(found) == ["COM001", "COM001", "COM002"]


def lives_in(place: Place, payload: bytes) -> bool:
    """Whether an event concerns a subject of a partition, as the version before knew subjects."""
    told = shares(decode_event(payload).event)
    return any(place.owns(share.subject) for share in told if share.kind is not SubjectKind.EMITTER)


def problems_of_numbers_in(path: Path) -> list[str]:
    """What a check says of the numbers of a file."""
    return [problem for problem in problems(path) if "numbers" in problem]


def test_a_store_of_the_version_before_is_whole_and_takes_the_numbers_of_its_own_emitters(tmp_path: Path) -> None:
    new, old = tmp_path / "new.sqlite", tmp_path / "old.sqlite"
    world = a_world(3)
    judged(new, *world[:4])
    said: list[Finding] = judged(old, *world[:4])
    made_older(old)
    assert problems(old) == []
    assert said
    with closing(SqliteHistories(old, whole_book(), owns=ALONE.owns)) as store:
        numbered = [history.subject for history in store.all() if history.kind is SubjectKind.EMITTER]
        store.commit()
    assert numbered
    for table in ("numbers", "ranges", "reused"):
        assert rows(old, table) == rows(new, table)
    assert problems(old) == []
