"""The sink on a log in memory: everything is stored, whatever fails and whoever takes partitions away."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from prometheus_client import REGISTRY

from schemas import catalog
from schemas.codec import decode_event, encode, encode_event
from schemas.errors import QuarantineError, RetryError, StopError
from schemas.framing import Confluent, SingleObject
from schemas.quarantine import refused_record
from schemas.topics import EVENTS, FINDINGS, QUARANTINE, REFERENCE, place_of
from sinks.batching import BatchLimits
from sinks.chdb_store import ChdbStore
from sinks.migrate import migrate
from sinks.rows import row_of_quarantine
from sinks.source import Partition
from tests import build
from tests.scripted_source import MemoryLog
from tests.sinks.sinking import FOREIGN, LIMITS, Failing, a_sink, filled_log, known, never, offsets, stored, times
from tests.sinks.test_queries import FINDING

AWAY = RetryError("the server is away")


@pytest.fixture
def store(chdb_store: ChdbStore) -> ChdbStore:
    migrate(chdb_store)
    return chdb_store


@pytest.fixture
def failing(store: ChdbStore) -> Failing:
    return Failing(store)


def another_joins(log: MemoryLog) -> None:
    """A second sink comes, and the partitions are divided."""
    log.join()


def test_everything_in_the_log_is_stored_with_its_place_and_the_time_of_the_log(store: ChdbStore) -> None:
    log = filled_log(events=20)
    sink, _ = a_sink(log, store)

    sink.run(never, sink.ends())

    places = store.query("SELECT position, known_at FROM events FINAL ORDER BY position").rows
    assert places == tuple((place_of(number, offset), known(offset)) for offset in range(10) for number in range(2))
    assert len(store.query("SELECT 1 FROM findings FINAL").rows) == 2
    assert len(store.query("SELECT 1 FROM findings_log FINAL").rows) == 3
    assert store.query("SELECT key, known_at FROM reference_events FINAL").rows == (("P-1", known(0)),)
    ends = {Partition(topic, number): len(log.records[Partition(topic, number)]) for topic, number in log.records}
    assert offsets(store) == log.committed == {partition: end for partition, end in ends.items() if end}


def test_what_cannot_be_accepted_is_a_row_of_the_quarantine_is_counted_and_stops_nothing(store: ChdbStore) -> None:
    sink, _ = a_sink(filled_log(), store)

    sink.run(never, sink.ends())

    rows = store.query("SELECT source, position, reason FROM quarantine FINAL ORDER BY source, position").rows
    assert rows == (
        ("a file", "line 1", "bad_json"),
        (EVENTS.name, "partition 0, offset 10", "bad_marker"),
        (EVENTS.name, "partition 1, offset 10", "too_short"),
        (EVENTS.name, "partition 1, offset 11", "unknown_schema"),
        (FINDINGS.name, "partition 1, offset 0", "bad_marker"),
        (QUARANTINE.name, "partition 0, offset 1", "unknown_schema"),
        (REFERENCE.name, "partition 0, offset 1", "bad_reference"),
        (REFERENCE.name, "partition 0, offset 2", "bad_marker"),
        (REFERENCE.name, "partition 1, offset 0", "unknown_schema"),
    )
    assert sink.tally.quarantined == {EVENTS.name: 3, FINDINGS.name: 1, QUARANTINE.name: 1, REFERENCE.name: 3}
    assert sink.tally.read == {EVENTS.name: 23, FINDINGS.name: 4, QUARANTINE.name: 2, REFERENCE.name: 4}
    assert sink.tally.rows["quarantine"] == 9


def test_a_refused_event_has_the_row_that_everybody_gives_it(store: ChdbStore) -> None:
    sink, _ = a_sink(filled_log(), store)
    sink.run(never, sink.ends())
    with pytest.raises(QuarantineError) as refusal:
        decode_event(FOREIGN)
    expected = refused_record(EVENTS.name, 0, 10, FOREIGN, refusal.value, known(10))

    (row,) = store.query(
        "SELECT * FROM quarantine FINAL WHERE quarantine_id = {id:UUID}", {"id": expected.quarantine_id}
    ).rows
    assert row == tuple(cell.decode() if isinstance(cell, bytes) else cell for cell in row_of_quarantine(expected))


def test_a_store_that_is_away_gets_the_very_same_batch_again(failing: Failing, store: ChdbStore) -> None:
    failing.before = times(4, AWAY)
    sink, source = a_sink(filled_log(), failing)

    sink.run(never, sink.ends())

    assert len(set(failing.inserts[:5])) == 1
    assert sink.tally.retries == 4
    assert source.idled >= 4
    assert len(store.query("SELECT 1 FROM events FINAL").rows) == 20


@pytest.mark.parametrize("table", ["events", "lot_events", "findings_log", "findings", "quarantine", "sink_offsets"])
def test_an_insert_whose_answer_was_lost_is_stored_once(failing: Failing, store: ChdbStore, table: str) -> None:
    failing.after = times(2, AWAY, table)
    sink, _ = a_sink(filled_log(), failing, BatchLimits(1000, 1 << 20, LIMITS.age_max))

    sink.run(never, sink.ends())

    assert sink.tally.retries == 2
    without_final = {name: len(store.query(f"SELECT 1 FROM {name}").rows) for name in sink.tally.rows}
    assert sink.tally.rows == without_final | {"findings": 3}, "the blocks must have been recognised"
    assert without_final["findings"] == 2, "of two revisions in one block the engine keeps the last"
    assert sink.tally.rows["events"] == 20


def test_own_offsets_say_where_to_go_on_and_not_those_of_the_log(store: ChdbStore) -> None:
    log = filled_log()
    first, _ = a_sink(log, store)
    first.run(never, first.ends())
    before = stored(store)
    log.readers.clear()
    log.committed = dict.fromkeys(log.records, 0)
    log.append(EVENTS.name, 0, encode_event(build.registered("new", id="new")))

    second, _ = a_sink(log, store)
    second.run(never, second.ends())

    assert second.tally.read == {EVENTS.name: 1}
    assert len(stored(store)["events"]) == len(before["events"]) + 1


def test_read_again_from_the_beginning_the_tables_are_the_same(store: ChdbStore) -> None:
    log = filled_log()
    first, _ = a_sink(log, store)
    first.run(never, first.ends())
    before = stored(store)
    store.command("TRUNCATE TABLE sink_offsets")
    log.readers.clear()

    second, _ = a_sink(log, store, BatchLimits(5, 1 << 20, LIMITS.age_max))
    second.run(never, second.ends())

    assert second.tally.read == first.tally.read
    assert stored(store) == before


def test_two_sinks_that_write_overlapping_ranges_end_in_the_same_tables(store: ChdbStore) -> None:
    """One is replaced without knowing it: it has read records, and writes them after the other has."""
    log = filled_log()
    alone, _ = a_sink(log, store)
    alone.run(never, alone.ends())
    expected, expected_offsets = stored(store), offsets(store)
    for table in (*expected, "sink_offsets"):
        store.command(f"TRUNCATE TABLE {table}")
    log.readers.clear()

    late = Failing(store)
    zombie, source = a_sink(log, late, BatchLimits(9, 1 << 20, LIMITS.age_max))
    late.before = times(1, AWAY)  # its first batch waits
    rounds = iter(range(100))
    zombie.run(lambda: zombie.tally.retries > 0 or next(rounds) > 90)
    log.readers.clear()
    other, _ = a_sink(log, store)
    other.run(never, other.ends())
    source.script.clear()
    rounds = iter(range(30))
    zombie.run(lambda: next(rounds) > 20)

    assert zombie.tally.read.total() > 0
    assert stored(store) == expected
    assert offsets(store) == expected_offsets


def test_partitions_that_are_taken_away_are_written_first(store: ChdbStore) -> None:
    log = filled_log()
    sink, source = a_sink(log, store, BatchLimits(1000, 1 << 20, LIMITS.age_max))
    source.script = [lambda: None, lambda: None, lambda: another_joins(log)]
    rounds = iter(range(20))
    sink.run(lambda: next(rounds) >= 4)

    assert sink.tally.given_back == {}
    assert len(store.query("SELECT 1 FROM events FINAL").rows) == 20


def test_what_cannot_be_written_when_partitions_are_taken_away_is_read_by_the_next(
    failing: Failing, store: ChdbStore
) -> None:
    log = filled_log()
    sink, source = a_sink(log, failing, BatchLimits(1000, 1 << 20, LIMITS.age_max))
    failing.before = lambda table: AWAY
    source.script = [lambda: None, lambda: None, lambda: None, lambda: another_joins(log)]
    rounds = iter(range(20))
    sink.run(lambda: next(rounds) >= 8)

    assert sink.tally.given_back.total() == 33
    assert stored(store)["events"] == []
    log.readers.clear()
    other, _ = a_sink(log, store)
    other.run(never, other.ends())
    assert len(stored(store)["events"]) == 20


def test_a_store_that_is_away_when_partitions_are_given_is_awaited(failing: Failing, store: ChdbStore) -> None:
    sink, source = a_sink(filled_log(), failing)
    ends = sink.ends()
    failing.on_query = times(3, AWAY)

    sink.run(never, ends)

    assert sink.tally.retries == 3
    assert source.idled > 0
    assert len(stored(store)["events"]) == 20


class Registry:
    """Knows one schema by id, and cannot be asked at first."""

    def __init__(self, failures: int) -> None:
        self._failures = failures

    def id_of(self, topic: str, kind: str) -> int:
        return 7

    def schema_of(self, schema_id: int) -> str:
        if self._failures:
            self._failures -= 1
            raise AWAY
        return json.dumps(catalog.inline("CustodyEvent"))


def test_a_registry_that_is_away_is_awaited_and_no_record_is_lost_or_refused(store: ChdbStore) -> None:
    log = filled_log(events=6)
    registry = Registry(failures=0)
    framed = [
        Confluent(registry).write(EVENTS.name, encode_event(build.registered(f"F{n}", id=f"f {n}"))) for n in "abc"
    ]
    log.append(EVENTS.name, 0, *framed)
    sink, _ = a_sink(log, store, wire=SingleObject(Registry(failures=3)))

    sink.run(never, sink.ends())

    assert sink.tally.retries == 3
    assert sink.tally.read[EVENTS.name] == 12
    assert len(stored(store)["events"]) == 9


def test_partitions_that_are_taken_away_before_a_record_could_be_read_lose_nothing(store: ChdbStore) -> None:
    log = filled_log(events=6)
    framed = Confluent(Registry(0)).write(EVENTS.name, encode_event(build.registered("F", id="f")))
    log.append(EVENTS.name, 0, framed, encode_event(build.registered("G", id="g")))
    sink, source = a_sink(log, store, wire=SingleObject(Registry(failures=10**6)))
    source.script = [lambda: None, lambda: None, lambda: None, lambda: another_joins(log)]
    rounds = iter(range(20))
    sink.run(lambda: next(rounds) >= 12)
    log.readers.clear()

    assert sink.tally.given_back.total() > 0
    other, _ = a_sink(log, store, wire=SingleObject(Registry(failures=0)))
    other.run(never, other.ends())
    assert len(stored(store)["events"]) == 8


def test_an_error_that_waiting_does_not_mend_stops_the_sink(failing: Failing, store: ChdbStore) -> None:
    failing.before = times(1, StopError("no such column"), "lot_events")
    sink, _ = a_sink(filled_log(), failing)

    with pytest.raises(StopError, match="no such column"):
        sink.run(never, sink.ends())

    assert offsets(store) == {}


def test_a_place_that_was_cut_off_stops_the_sink_with_what_to_do(store: ChdbStore) -> None:
    log = filled_log()
    first, _ = a_sink(log, store)
    first.run(never, first.ends())
    log.readers.clear()
    log.first[Partition(EVENTS.name, 1)] = 13
    sink, _ = a_sink(log, store)

    expected = r"custody\.events\.v1/1: expected records from offset 12 on, the log begins at 13"
    with pytest.raises(StopError, match=expected):
        sink.run(never)


def test_the_advice_for_a_place_that_was_cut_off_leads_on(store: ChdbStore) -> None:
    log = filled_log()
    first, _ = a_sink(log, store)
    first.run(never, first.ends())
    log.readers.clear()
    log.first[Partition(EVENTS.name, 1)] = 13
    log.append(EVENTS.name, 1, *[encode_event(build.registered(f"N{n}", id=f"new {n}")) for n in range(3)])
    sink, _ = a_sink(log, store)
    with pytest.raises(StopError) as stopped:
        sink.run(never, sink.ends())
    store.command(str(stopped.value).partition("without them: ")[2])
    log.readers.clear()

    again, _ = a_sink(log, store)
    again.run(never, again.ends())

    assert len(stored(store)["events"]) == 22


def test_a_topic_that_was_made_anew_stops_the_sink_with_what_to_do(store: ChdbStore) -> None:
    log = filled_log()
    first, _ = a_sink(log, store)
    first.run(never, first.ends())
    fresh = MemoryLog()
    fresh.append(EVENTS.name, 0, encode_event(build.registered("new", id="new")))
    sink, _ = a_sink(fresh, store)
    with pytest.raises(StopError, match="the topic was made anew, it lost records") as stopped:
        sink.run(never)
    for topic in MemoryLog.TOPICS:
        store.command(f"ALTER TABLE sink_offsets DELETE WHERE topic = '{topic}' SETTINGS mutations_sync = 1")
    assert "ALTER TABLE sink_offsets DELETE WHERE topic = 'custody.events.v1'" in str(stopped.value)
    fresh.readers.clear()

    again, _ = a_sink(fresh, store)
    again.run(never, again.ends())

    assert len(stored(store)["events"]) == 21


def test_places_that_the_log_does_not_have_stop_also_one_that_ends_when_it_has_caught_up(store: ChdbStore) -> None:
    log = filled_log()
    first, _ = a_sink(log, store)
    first.run(never, first.ends())
    sink, _ = a_sink(MemoryLog(), store)

    with pytest.raises(StopError, match="the topic was made anew"):
        sink.ends()


def test_a_commit_that_fails_is_counted_and_stops_nothing(store: ChdbStore) -> None:
    log = filled_log()
    sink, source = a_sink(log, store)
    source.commits_fail = True

    sink.run(never, sink.ends())

    assert sink.tally.failed_commits == sink.tally.batches > 1
    assert log.committed == {}
    assert len(stored(store)["events"]) == 20


def test_a_finding_that_no_table_can_hold_is_set_aside(store: ChdbStore) -> None:
    log = MemoryLog()
    log.append(FINDINGS.name, 0, encode(replace(FINDING, dated_at=build.instant("2999-01-01"))))
    sink, _ = a_sink(log, store)

    sink.run(never, sink.ends())

    assert sink.tally.quarantined == {FINDINGS.name: 1}
    assert store.query("SELECT reason FROM quarantine").rows == (("bad_value",),)


def test_what_is_gathered_is_written_when_the_sink_is_told_to_end(store: ChdbStore) -> None:
    sink, _ = a_sink(filled_log(), store, BatchLimits(1000, 1 << 20, LIMITS.age_max))
    rounds = iter(range(20))

    sink.run(lambda: next(rounds) >= 3)

    assert sink.tally.batches == 1
    assert len(stored(store)["events"]) == 20


def test_a_batch_is_written_when_it_is_old_enough(store: ChdbStore) -> None:
    log = filled_log(events=2)
    sink, _ = a_sink(log, store, BatchLimits(1000, 1 << 20, LIMITS.age_max))
    rounds = iter(range(20))

    sink.run(lambda: sink.tally.batches > 0 or next(rounds) > 15)

    assert sink.tally.batches == 1


def test_metrics_tell_what_was_read_and_written_and_how_far_behind_the_sink_is(store: ChdbStore) -> None:
    def value(name: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(f"caratrace_sink_{name}", labels) or 0.0

    before = value("records_read_total", topic=EVENTS.name)
    rows = value("rows_written_total", table="events")
    batches = value("batch_seconds_count")
    sink, _ = a_sink(filled_log(), store)

    sink.run(never, sink.ends())

    assert value("records_read_total", topic=EVENTS.name) - before == 23
    assert value("rows_written_total", table="events") - rows == 20
    assert value("batch_seconds_count") - batches == sink.tally.batches
    assert value("lag_records", topic=EVENTS.name, partition="1") == 12
    assert value("last_success_timestamp_seconds") > 0
