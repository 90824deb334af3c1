"""The history stores against their contract, and what the SQLite file keeps beside histories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deploy.local import Arrival, LocalRuntime
from schemas.codec import record_of
from schemas.errors import CorruptStoreError
from schemas.events import EventRecord
from schemas.findings import Finding, QuarantineRecord
from schemas.records import ReferenceChanged, Tick
from schemas.routing import SubjectKind
from stream_processors.engine import HistoryStore, MemoryHistories
from stream_processors.sqlite_histories import SqliteHistories
from stream_processors.stored import instant, micros, stored_event
from tests import build
from tests.contracts.history_store import HistoryStoreContract, Kept
from tests.judging import KNOWN_AT, Input, Run, whole_book
from tests.rows import MemoryRows


def content_of(given: Input) -> EventRecord | Tick | ReferenceChanged:
    """An input of a run as an input of the runtime."""
    if isinstance(given, datetime):
        return Tick(given)
    return given if isinstance(given, ReferenceChanged) else record_of(given)


class InMemory:
    """``MemoryHistories`` at work; a process that ends takes them with it, so nothing can be reopened."""

    def __init__(self) -> None:
        self.store: HistoryStore = MemoryHistories()
        self._run = Run(store=self.store)

    def feed(self, *inputs: Input) -> None:
        self._run.feed(*inputs)

    def findings(self) -> list[Finding]:
        return self._run.findings

    def reopen(self) -> None:
        """Nothing."""


class InFile:
    """``SqliteHistories`` at work: each input is a batch of its own, and ``cached`` histories stay in memory."""

    def __init__(self, path: Path, cached: int) -> None:
        self._path, self._cached = path, cached
        self._open()

    def _open(self) -> None:
        self._log = SqliteHistories(self._path, whole_book(), self._cached)
        self._runtime = LocalRuntime(self._log, whole_book(), MemoryRows(), batch=1, block=1000)

    @property
    def store(self) -> HistoryStore:
        return self._log

    def feed(self, *inputs: Input) -> None:
        self._runtime.take(Arrival(KNOWN_AT, content_of(given)) for given in inputs)

    def findings(self) -> list[Finding]:
        return [finding for _, finding in self._log.findings(0, self._log.position)]

    def reopen(self) -> None:
        self._log.close()
        self._open()

    def close(self) -> None:
        self._log.close()


class TestMemoryHistories(HistoryStoreContract):
    @contextmanager
    def open(self, folder: Path) -> Iterator[Kept]:
        yield InMemory()


class TestSqliteHistories(HistoryStoreContract):
    cached = 1000

    @contextmanager
    def open(self, folder: Path) -> Iterator[Kept]:
        kept = InFile(folder / "log.sqlite", self.cached)
        yield kept
        kept.close()


class TestSqliteHistoriesThatForgetAfterEveryBatch(TestSqliteHistories):
    """One history is the most that stays in memory, so nearly every one is read from disk again."""

    cached = 1


# -------------------------------------------------------------------------------------------------- the file as a log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteHistories]:
    opened = SqliteHistories(tmp_path / "log.sqlite", whole_book())
    yield opened
    opened.close()


def refusal(name: str) -> QuarantineRecord:
    """A refused input."""
    return QuarantineRecord(build.uid(name), "file", "line 1", "bad_value", "no", 3, b"\x00\xff\n", KNOWN_AT)


def test_nothing_is_durable_before_commit_and_everything_after(tmp_path: Path) -> None:
    log = SqliteHistories(tmp_path / "log.sqlite", whole_book())
    log.append(b"one", KNOWN_AT, 1)
    log.mark("sent", "here")
    log.commit()
    log.append(b"two", KNOWN_AT, 2)
    log.set_aside(refusal("R"))
    log.mark("sent", "there")
    log.close()
    reopened = SqliteHistories(tmp_path / "log.sqlite", whole_book())
    assert reopened.records(0, 10) == [(1, KNOWN_AT, b"one")]
    assert (reopened.position, reopened.marked("sent"), reopened.quarantined(0)) == (1, "here", [])
    reopened.close()


def test_the_log_refuses_a_position_that_does_not_follow(log: SqliteHistories) -> None:
    log.append(b"one", KNOWN_AT, 1)
    for wrong in (1, 3, 0):
        with pytest.raises(CorruptStoreError, match="does not follow"):
            log.append(b"other", KNOWN_AT, wrong)


def test_records_come_in_pages_in_order(log: SqliteHistories) -> None:
    for position in range(1, 8):
        log.append(bytes([position]), KNOWN_AT + timedelta(seconds=position), position)
    assert [position for position, _, _ in log.records(0, 3)] == [1, 2, 3]
    assert [position for position, _, _ in log.records(3, 3)] == [4, 5, 6]
    assert [payload for _, _, payload in log.records(6, 3)] == [b"\x07"]
    assert log.records(7, 3) == []


def test_a_refused_input_is_kept_once(log: SqliteHistories) -> None:
    assert log.set_aside(refusal("A"))
    assert not log.set_aside(refusal("A"))
    assert log.set_aside(refusal("B"))
    assert log.quarantined(0) == [(1, refusal("A")), (2, refusal("B"))]
    assert log.quarantined(1) == [(2, refusal("B"))]


def test_of_a_finding_every_revision_is_kept_and_the_last_is_open_while_it_is_raised(log: SqliteHistories) -> None:
    run = Run()
    raised = run.feed(build.released())
    retracted = run.feed(build.registered())
    log.publish(raised, 1)
    assert log.open_findings() == raised
    log.publish(retracted, 2)
    assert log.open_findings() == []
    assert [finding for _, finding in log.findings(0, 2)] == raised + retracted
    assert [finding for _, finding in log.findings(0, 1)] == raised
    assert [finding for _, finding in log.findings(len(raised), 2)] == retracted


def test_a_mark_can_be_moved_and_is_none_where_there_is_none(log: SqliteHistories) -> None:
    assert log.marked("sent") is None
    log.mark("sent", "1")
    log.mark("sent", "2")
    assert log.marked("sent") == "2"


def test_instants_are_kept_to_the_microsecond() -> None:
    for text in ("1970-01-01", "1969-12-31T23:59:59.999999", "2024-02-29T12:00:00.000001", "2104-03-01"):
        assert instant(micros(build.instant(text))) == build.instant(text)


def test_a_file_that_is_no_log_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.write_bytes(b"this is no database, only some text that is long enough" * 50)
    with pytest.raises(CorruptStoreError, match=r"log\.sqlite is not a log of caratrace"):
        SqliteHistories(path, whole_book())


def test_an_event_of_the_log_that_cannot_be_read_stops_the_program(log: SqliteHistories) -> None:
    with pytest.raises(CorruptStoreError, match="no readable event at position 7"):
        stored_event(record_of(build.released()).payload[:-1], 7)


def test_the_lots_of_one_event_read_back_one_event(tmp_path: Path) -> None:
    """A copy for each of 5,000 lots would be 25 million lines."""
    kept = InFile(tmp_path / "log.sqlite", cached=1000)
    kept.feed(build.registered(["L1", "L2"]), build.released(["L1", "L2"]))
    kept.reopen()
    first, second = (kept.store.history(SubjectKind.LOT, f"lot:{lot}").entries for lot in ("L1", "L2"))
    assert [entry.event for entry in first] == [entry.event for entry in second]
    assert all(one.event is other.event for one, other in zip(first, second, strict=True))
    assert [entry.share.line for entry in second] == [build.line("L2")] * 2
    kept.close()
