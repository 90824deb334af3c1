"""The local runtime: nothing is dropped or counted twice, repeats are harmless, and the log is all that is needed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from deploy.local import Arrival, LocalRuntime, Receipt, RowWriter, placed
from deploy.verify import rebuild
from schemas import codec
from schemas.codec import record_of
from schemas.errors import RetryError, StopError
from schemas.events import CustodyEvent, EventRecord
from schemas.findings import Finding, FindingStatus, QuarantineRecord
from schemas.records import ReferenceChanged, RulesChanged, Taint, Tick
from sinks.rows import Placed
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from stream_processors.sqlite_histories import SqliteHistories
from stream_processors.verdicts import as_verdict
from tests import build
from tests.disturbances import disturb
from tests.histories import after, walk
from tests.judging import KNOWN_AT, book_of, open_in, told, whole_book
from tests.rows import Events, MemoryRows

Content = EventRecord | QuarantineRecord | Tick | ReferenceChanged


@contextmanager
def runtime(
    folder: Path, rows: RowWriter | None = None, *, book: RuleBook | None = None, batch: int = 7, block: int = 20
) -> Iterator[LocalRuntime]:
    """The local runtime over the log in ``folder``, as one process has it open."""
    log = SqliteHistories(folder / "log.sqlite", book or whole_book(), cached=3)
    try:
        yield LocalRuntime(log, book or whole_book(), rows or MemoryRows(), batch=batch, block=block)
    finally:
        log.close()


def refusal(number: int) -> QuarantineRecord:
    """An input that could not be read."""
    message = f"line {number}: expected a weight, got '??'"
    return QuarantineRecord(
        build.uid(f"refusal {number}"), "may.csv", f"line {number}", "bad_value", message, 4, b"\xff\n\x00?", KNOWN_AT
    )


def inputs(seed: int) -> list[Content]:
    """A run of inputs: events of a disturbed world, some of them twice, refusals and instants."""
    rng = Random(seed)
    events = disturb(rng, walk(rng, 8).events, 5)
    found: list[Content] = [record_of(event) for event in events]
    found += [record_of(event) for event in rng.sample(events, len(events) // 3)]
    found += [refusal(rng.randint(1, 4)) for _ in range(6)]
    rng.shuffle(found)
    found.insert(len(found) // 2, Tick(events[0].occurred_at + timedelta(days=20)))
    return [*found, Tick(after(events, days=35))]


def arrivals(contents: Sequence[Content]) -> Iterator[Arrival]:
    """These inputs, each a second after the one before."""
    return (Arrival(KNOWN_AT + timedelta(seconds=n), content) for n, content in enumerate(contents))


def stated(record: EventRecord) -> tuple[str, bytes, bool]:
    """What makes two records repeats of one another: when they were recorded does not matter."""
    return record.event.event_id, record.digest, record.event.error_declaration is None


def everything(log: SqliteHistories) -> tuple[object, ...]:
    """What a log holds: records, findings with their revisions, what is open, what was refused."""
    return log.records(0, 10_000), log.findings(0, log.position), log.open_findings(), log.quarantined(0)


# ----------------------------------------------------------------------------------------------- P8: nothing is dropped


@pytest.mark.parametrize("seed", range(6))
def test_every_input_is_counted_once_and_is_in_the_log_or_in_quarantine(tmp_path: Path, seed: int) -> None:
    contents, rows = inputs(seed), MemoryRows()
    with runtime(tmp_path, rows) as local:
        receipt = local.take(arrivals(contents))
        events = [content for content in contents if isinstance(content, EventRecord)]
        refused = [content for content in contents if isinstance(content, QuarantineRecord)]
        assert receipt.inputs == len(events) + len(refused)
        assert (receipt.refused, receipt.reasons["bad_value"]) == (len(refused), len(refused))
        payloads = [payload for _, _, payload in local.log.records(0, 10_000) if codec.is_event(payload)]
        assert receipt.accepted == len(payloads)
        assert set(map(stated, events)) == {stated(codec.decode_event(payload)) for payload in payloads}
        kept = {record for _, record in local.log.quarantined(0)}
        assert kept == set(refused)
        heard = sum(codec.is_a(Taint, payload) for _, _, payload in local.log.records(0, 10_000))
        assert local.log.position == len(payloads) + sum(isinstance(content, Tick) for content in contents) + heard
        written = [place for place, _ in rows.rows]
        assert written.count("events") == receipt.accepted
        assert written.count("quarantine") == len(kept)


def test_a_file_that_comes_again_is_all_repeats_and_changes_nothing(tmp_path: Path) -> None:
    contents, rows = inputs(1), MemoryRows()
    with runtime(tmp_path, rows) as local:
        first = local.take(arrivals(contents))
        before, written, sent = everything(local.log), dict(rows.rows), len(rows.tokens)
        again = local.take(arrivals(contents))
        assert (again.accepted, again.repeated) == (0, first.accepted + first.repeated)
        assert (again.refused, again.raised) == (first.refused, set())
        assert everything(local.log) == before
        assert (rows.rows, len(rows.tokens)) == (written, sent)


def test_a_refused_input_is_kept_with_its_place_its_bytes_and_the_reason(tmp_path: Path) -> None:
    rows = MemoryRows()
    with runtime(tmp_path, rows) as local:
        local.take(arrivals([refusal(3)]))
        assert local.log.quarantined(0) == [(1, refusal(3))]
    assert list(rows.rows) == [("quarantine", refusal(3).quarantine_id)]
    assert codec.decode(rows.rows["quarantine", refusal(3).quarantine_id]) == refusal(3)


def test_progress_tells_of_every_input_once_it_is_durable(tmp_path: Path) -> None:
    contents = inputs(2)
    told_of: list[int] = []
    with runtime(tmp_path, batch=4) as local:
        local.take(arrivals(contents), told_of.append)
    assert sum(told_of) == len(contents)
    assert max(told_of) <= 4


# -------------------------------------------------------------------------------------------------------- P3: any split


@pytest.mark.parametrize(("batch", "block"), [(1, 1), (3, 2), (5, 100), (1000, 7)])
def test_any_size_of_batches_and_blocks_gives_the_same_log_and_the_same_rows(
    tmp_path: Path, batch: int, block: int
) -> None:
    found = []
    for folder, sizes in (("this", (batch, block)), ("other", (1000, 1000))):
        rows = MemoryRows()
        (tmp_path / folder).mkdir()
        with runtime(tmp_path / folder, rows, batch=sizes[0], block=sizes[1]) as local:
            receipt = local.take(arrivals(inputs(3)))
            found.append((everything(local.log), rows.rows, receipt))
    assert found[0] == found[1]


def test_runs_of_several_processes_end_as_one_run(tmp_path: Path) -> None:
    contents = inputs(4)
    known = list(arrivals(contents))
    rows, at_once = MemoryRows(), MemoryRows()
    (tmp_path / "often").mkdir()
    (tmp_path / "once").mkdir()
    for start in range(0, len(known), 5):
        with runtime(tmp_path / "often", rows) as local:
            local.take(known[start : start + 5])
    with runtime(tmp_path / "once", at_once) as alone, runtime(tmp_path / "often", rows) as local:
        alone.take(known)
        assert everything(local.log) == everything(alone.log)
    assert rows.rows == at_once.rows


# ----------------------------------------------------------------------------------------------------------- P6: replay


@pytest.mark.parametrize("seed", range(4))
def test_findings_and_rows_can_be_rebuilt_from_the_log_and_compare_equal(tmp_path: Path, seed: int) -> None:
    rows, rebuilt = MemoryRows(), MemoryRows()
    some = RuleBook(all_rules()[:9], whole_book().reference)
    with runtime(tmp_path, rows, book=some) as local:
        local.take(arrivals(inputs(seed)))
    with runtime(tmp_path, rows) as local:
        local.judge_again(KNOWN_AT)
        local.take(arrivals(inputs(seed + 100)))
        store = MemoryHistories()
        engine, said = Engine(some, store), list[Finding]()
        events: Events = []
        waiting: deque[Taint] = deque()
        for position, known_at, payload in local.log.records(0, 10_000):
            if codec.is_event(payload):
                record = codec.decode_event(payload)
                events.append((record, position, known_at))
                said += engine.event(record, position, known_at).findings
            elif isinstance(message := codec.decode(payload), Tick):
                said += engine.tick(message.at, position, known_at)
            elif isinstance(message, Taint):
                assert message == waiting.popleft()
                said += engine.taint(message, position, known_at).findings
            else:
                assert message == RulesChanged(whole_book().fingerprint)
                engine.book = whole_book()
                said += engine.judge_again(position, known_at)
            waiting += engine.take_told()
        assert not waiting
        assert said == [finding for _, finding in local.log.findings(0, local.log.position)]
        opened = {(f.subject, f.rule, f.event_id): as_verdict(f) for f in local.log.open_findings()}
        assert opened == open_in(store) == told(said)
        rebuilt.write(
            events,
            [placed(*numbered) for numbered in enumerate(said, 1)],
            [record for _, record in local.log.quarantined(0)],
            "all",
        )
    assert rebuilt.rows == rows.rows


def test_what_lots_tell_each_other_is_in_the_log_and_follows_from_it(tmp_path: Path) -> None:
    misuse = build.sealed("L1", "2024-03-09")
    cuts = build.transformed("L1", "L2", "2024-03-05"), build.transformed("L2", "L3", "2024-03-06")
    story = (build.registered(), *cuts, misuse, build.declared_wrong(misuse))
    with runtime(tmp_path) as local:
        local.take(arrivals([record_of(event) for event in story]))
        heard = [m for _, _, p in local.log.records(0, 100) if isinstance(m := codec.decode(p), Taint)]
        rebuilt = rebuild(local, whole_book(), lambda count: None)
        assert rebuilt.to_hear == rebuilt.heard == heard
        assert {taint.subject for taint in heard} == {"lot:L2", "lot:L3"}
        assert rebuilt.findings == [finding for _, finding in local.log.findings(0, local.log.position)]


# ------------------------------------------------------------------------------------------------------- changed rules


def test_a_log_that_was_judged_by_other_rules_takes_nothing_in_until_it_is_judged_again(tmp_path: Path) -> None:
    release = build.released()
    with runtime(tmp_path, book=book_of(*all_rules()[:3])) as local:
        local.take(arrivals([record_of(release)]))
        assert local.log.open_findings() == []
    with runtime(tmp_path) as local:
        with pytest.raises(StopError, match="rejudge"):
            local.take(arrivals([record_of(build.registered())]))
        assert local.log.position == 1
        said = local.judge_again(KNOWN_AT)
        assert [(f.rule, f.status, f.revision) for f in said] == [("CUS005", FindingStatus.RAISED, 2)]
        assert codec.decode(local.log.records(1, 1)[0][2]) == RulesChanged(whole_book().fingerprint)
        assert local.take(arrivals([record_of(build.registered())])).accepted == 1
    with runtime(tmp_path) as local:
        assert not local.stale
        assert local.log.open_findings() == []


def test_judging_again_by_the_same_rules_says_nothing(tmp_path: Path) -> None:
    with runtime(tmp_path) as local:
        local.take(arrivals(inputs(5)))
        opened = local.log.open_findings()
        assert local.judge_again(KNOWN_AT) == []
        assert local.log.open_findings() == opened


# ------------------------------------------------------------------------------------------- rows after an interruption


class Interrupted(MemoryRows):
    """Rows that cannot be written after so many blocks."""

    def __init__(self, rows: MemoryRows, blocks: int) -> None:
        super().__init__()
        self.rows, self._blocks = rows.rows, blocks

    def write(self, events: Events, findings: list[Placed], quarantine: list[QuarantineRecord], token: str) -> None:
        if len(self.tokens) == self._blocks:
            super().write(events[:1], findings[:1], [], "half a block")
            raise RetryError("the disk is full; make room and try again")
        super().write(events, findings, quarantine, token)


@pytest.mark.parametrize("blocks", [0, 1, 2])
def test_rows_that_an_interruption_left_behind_are_sent_afterwards(tmp_path: Path, blocks: int) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    rows, undisturbed = MemoryRows(), MemoryRows()
    with runtime(tmp_path / "a", undisturbed, block=5) as local:
        local.take(arrivals(inputs(6)))
    with runtime(tmp_path / "b", Interrupted(rows, blocks), block=5) as local, pytest.raises(RetryError):
        local.take(arrivals(inputs(6)))
    with runtime(tmp_path / "b", rows, block=5) as local:
        local.catch_up()
        local.take(arrivals(inputs(6)))
    assert rows.rows == undisturbed.rows


def test_catching_up_twice_sends_nothing_the_second_time(tmp_path: Path) -> None:
    rows = MemoryRows()
    with runtime(tmp_path, rows) as local:
        local.take(arrivals(inputs(7)))
        sent = list(rows.tokens)
        local.catch_up()
    assert rows.tokens == sent
    assert len(set(sent)) == len(sent)


# ------------------------------------------------------------------------------------------------------------- receipts


def test_a_receipt_names_what_its_run_left_open(tmp_path: Path) -> None:
    release, start = record_of(build.released()), record_of(build.registered())
    with runtime(tmp_path) as local:
        whole = Receipt()
        first = local.take(arrivals([release]))
        [opened] = local.log.open_findings()
        assert first.raised == {opened.finding_id}
        second = local.take(arrivals([start]))
        assert (second.raised, second.retracted) == (set(), {opened.finding_id})
        for run in (first, second):
            whole.add(run)
        assert (whole.inputs, whole.accepted, whole.raised) == (2, 2, set())


def test_time_that_does_not_come_on_is_not_kept(tmp_path: Path) -> None:
    late, early = build.instant("2024-05-02"), build.instant("2024-05-01")
    with runtime(tmp_path) as local:
        local.take(arrivals([Tick(late), Tick(early), Tick(late)]))
        assert ticks(local.log) == [late]
    with runtime(tmp_path) as local:
        assert local.engine.now == late
        local.take(arrivals([Tick(early), Tick(late + timedelta(seconds=1))]))
        assert ticks(local.log) == [late, late + timedelta(seconds=1)]


def ticks(log: SqliteHistories) -> list[datetime]:
    """The instants that a log holds."""
    messages = [codec.decode(payload) for _, _, payload in log.records(0, 100)]
    return [message.at for message in messages if isinstance(message, Tick)]


def test_a_declaration_reaches_a_lot_whose_history_was_put_away(tmp_path: Path) -> None:
    wrong: CustodyEvent = build.registered("L5", at="2024-03-07")
    with runtime(tmp_path, batch=1) as local:
        others = [record_of(build.registered(f"M{number}")) for number in range(9)]
        start = record_of(build.registered("L5"))
        local.take(arrivals([start, record_of(wrong), *others]))
        assert [finding.rule for finding in local.log.open_findings()] == ["CUS004"]
        local.take(arrivals([record_of(build.declared_wrong(wrong))]))
        assert local.log.open_findings() == []
