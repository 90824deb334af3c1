"""What stops a worker on a real broker: the exit code, what it says, and that it did nothing that must not be done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.overlay import write_overlay
from deploy.settings import Settings
from deploy.wiring import rule_book
from schemas import codec
from schemas.codec import record_of
from schemas.events import EventRecord
from schemas.findings import FindingStatus
from schemas.records import RulesChanged, SubjectBatch, Tick
from schemas.reference.records import Party
from schemas.topics import EVENTS, SUBJECTS
from stream_processors.exits import Exit
from stream_processors.partition_judge import PartitionJudge, Place, store_path
from stream_processors.rulebook import RuleBook
from tests import build
from tests.integration.kafka.broker import running
from tests.integration.reading import read_topic
from tests.integration.sending import Message, messages_of
from tests.integration.workers import ALL, Stage, staged
from tests.judges import message, open_at_the_end

pytestmark = [pytest.mark.integration, pytest.mark.slow]


@pytest.fixture(scope="module")
def own_broker(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("exits") / "kafka") as cluster:
        yield cluster.address()


@pytest.fixture
def stage(own_broker: str, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, own_broker) as made:
        yield made


def plain_book(folder: Path) -> RuleBook:
    """The rules of a worker without reference data of its own."""
    return rule_book(Settings(home=folder))


def fill(stage: Stage, count: int, partition: int = 0, place: Place | None = None) -> None:
    """A store of a worker that has taken in ``count`` ticks, of ``partition`` unless it is of another ``place``."""
    at = place or Place(SUBJECTS.name, partition, SUBJECTS.partitions)
    stage.stores().mkdir(exist_ok=True)
    judge = PartitionJudge(store_path(stage.stores(), partition), plain_book(stage.folder), at, cached=10)
    for offset in range(count):
        judge.apply(message(offset, Tick(build.instant(f"2026-01-{offset + 1:02}")), place=at))
        judge.commit()
    judge.close()


def test_too_many_refusals_stop_before_anything_is_committed_until_a_person_allows_it(stage: Stage) -> None:
    good = [f"L{number}" for number in range(100)]
    bad = [Message("", lot.encode(), f"no event {lot}".encode()) for lot in good]
    events = messages_of(record_of(build.registered(lot, id=lot)) for lot in good)
    stage.send(one for pair in zip(events, bad, strict=True) for one in pair)

    for _ in range(2):
        worker = stage.worker()
        assert worker.code() == Exit.REFUSALS
        assert "more than 20 percent: either a sender is broken" in worker.last_words
        assert not any(stage.routed().values())
        assert (stage.quarantine(), stage.judged()) == ([], {})

    allowed = stage.worker(REFUSED_PERCENT="100")
    stage.await_level(allowed)
    assert allowed.stop() == 0
    refused = stage.quarantine()
    assert sorted(record.payload for record in refused) == sorted(one.payload for one in bad)
    assert len({record.quarantine_id for record in refused}) == len(bad)


def reference_in(folder: Path, *, trader_sends: bool) -> Path:
    """Reference data in which events are expected from TRADER, or not."""
    trader = Party("TRADER", "Trader", "BW", "trader", trader_sends, 0, None, None, "test", "proposed")
    write_overlay(folder, [trader], [])
    return folder


def released_and_not_received(lots: int) -> list[EventRecord]:
    """Lots on their way to TRADER and to BUYER, in turn, for years."""
    buyers = [("TRADER", "BUYER")[number % 2] for number in range(lots)]
    return [
        record_of(event)
        for number, buyer in enumerate(buyers)
        for event in (
            build.registered(f"L{number}"),
            build.released(f"L{number}", handover_id=f"H{number}", to_party=buyer),
        )
    ]


def test_a_worker_stops_where_the_log_asks_for_other_rules_and_one_with_these_rules_goes_on(
    stage: Stage, tmp_path: Path
) -> None:
    records = released_and_not_received(40)
    before, after = (reference_in(tmp_path / str(sends), trader_sends=sends) for sends in (True, False))
    stage.send(messages_of(records))
    old = stage.worker(REFERENCE=str(before))
    stage.await_level(old)
    level = stage.judged()

    asked = stage.caratrace("rejudge", "--to", "kafka", "--yes", "--format", "json", REFERENCE=str(after))
    assert json.loads(asked.stdout)["appended"] == SUBJECTS.partitions, asked.stderr

    assert old.code() == Exit.OTHER_RULES
    own = rule_book(Settings(home=tmp_path, reference=before)).fingerprint
    assert f"this program has {own}; start the version with those rules" in old.last_words
    assert stage.judged() == level
    assert stage.worker(REFERENCE=str(before)).code() == Exit.OTHER_RULES
    assert stage.judged() == level

    kept, gone = ({f"lot:L{number}" for number in range(first, 40, 2)} for first in (1, 0))
    for name in ("without a store", "worker"):
        new = stage.worker(name, REFERENCE=str(after))
        new.await_("judged", lambda: all(stage.judged(name).get(n, 0) > end for n, end in level.items()))  # noqa: B023
        stage.await_level(new, name)
        assert new.stop() == 0
        said = stage.findings()
        assert {finding.subject for finding in open_at_the_end(said)} == kept
        assert {finding.subject for finding in said if finding.status is FindingStatus.RETRACTED} == gone


def test_before_it_stops_for_other_rules_a_worker_brings_every_partition_as_far(stage: Stage, tmp_path: Path) -> None:
    """Otherwise neither version could take what lies before the change in the other partitions."""
    book, ticks = plain_book(tmp_path), 600
    change = RulesChanged("another version")
    messages = [message(n, Tick(build.instant(f"2026-01-01T{n // 60:02}:{n % 60:02}"))).payload for n in range(ticks)]
    for partition in range(SUBJECTS.partitions):
        stage.judge_also(
            partition, [message(0, change).payload] if partition else [*messages, message(0, change).payload]
        )

    worker = stage.worker()

    assert worker.code() == Exit.OTHER_RULES
    assert book.fingerprint in worker.last_words
    assert stage.judged() == dict.fromkeys(range(1, SUBJECTS.partitions), 0) | {0: ticks}


def test_a_store_beyond_the_end_of_its_partition_stops(stage: Stage) -> None:
    fill(stage, 5)

    worker = stage.worker()

    assert worker.code() == Exit.BEYOND_END
    assert "goes on at offset 5, and the partition ends at" in worker.last_words
    assert stage.judged()[0] == 5


def test_a_topic_that_was_made_anew_stops(stage: Stage) -> None:
    fill(stage, 5)
    stage.judge_also(0, [message(n, Tick(build.instant(f"2025-01-{n + 1:02}"))).payload for n in range(9)])

    worker = stage.worker()

    assert worker.code() == Exit.OTHER_TOPIC
    assert "the topic was made anew; move the store aside" in worker.last_words
    assert stage.judged()[0] == 5


def test_the_store_of_another_partition_stops(stage: Stage) -> None:
    fill(stage, 3, 0, Place(SUBJECTS.name, 1, SUBJECTS.partitions))

    worker = stage.worker()

    assert worker.code() == Exit.OTHER_TOPIC
    assert f"{store_path(stage.stores(), 0)} belongs to {SUBJECTS.name}, partition 1 of 12" in worker.last_words


@pytest.mark.parametrize("at", ["the head", "the middle"])
def test_a_damaged_store_stops_and_is_named(stage: Stage, at: str) -> None:
    fill(stage, 20)
    path = store_path(stage.stores(), 0)
    whole = path.read_bytes()
    start = 0 if at == "the head" else 4096
    path.write_bytes(whole[:start] + b"garbage." * ((len(whole) - start) // 8))

    worker = stage.worker()

    assert worker.code() == Exit.FILE
    assert str(path) in worker.last_words


def test_a_store_that_another_process_uses_stops_and_is_named(stage: Stage) -> None:
    fill(stage, 1)
    stage.judge_also(0, [message(0, Tick(build.instant("2026-01-01")), place=Place(SUBJECTS.name, 0, 12)).payload])
    path = store_path(stage.stores(), 0)
    other = PartitionJudge(path, plain_book(stage.folder), Place(SUBJECTS.name, 0, SUBJECTS.partitions), cached=10)
    try:
        worker = stage.worker()
        assert worker.code() == Exit.FILE
    finally:
        other.close()
    assert f"{path} cannot be written (database is locked)" in worker.last_words


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"KAFKA_BOOTSTRAP": "127.0.0.1:9", "KAFKA_CONNECT_SECONDS": "1"}, "not started: connecting at 127.0.0.1:9"),
        ({"WIRE_FORMAT": "confluent", "SCHEMA_REGISTRY": "http://127.0.0.1:9"}, "the schema registry does not answer"),
    ],
    ids=["brokers", "registry"],
)
def test_what_is_not_there_when_a_worker_starts_is_told_in_one_line(
    stage: Stage, settings: dict[str, str], said: str
) -> None:
    worker = stage.worker(**settings)

    assert worker.code() == 2
    assert said in worker.last_words
    assert "Traceback" not in worker.said + worker.printed


def test_a_setting_that_cannot_be_is_told_in_one_line(stage: Stage) -> None:
    worker = stage.worker(TICK_SECONDS="soon")

    assert worker.code() == 2
    assert worker.said == "worker: CARATRACE_TICK_SECONDS must be a whole number of at least 1; got 'soon'\n"


def test_topics_that_are_not_made_are_told_in_one_line(own_broker: str, tmp_path: Path) -> None:
    with staged(tmp_path, own_broker, table=(topic for topic in ALL if topic != EVENTS)) as stage:
        worker = stage.worker()

        assert worker.code() == 2
        assert f"expected the topic {EVENTS.name} at" in worker.last_words
        assert "run `caratrace topics apply`" in worker.last_words


def test_every_line_of_the_log_is_json_and_the_standard_output_is_not_the_log(stage: Stage) -> None:
    worker = stage.worker()
    worker.await_ready()
    assert worker.stop() == 0

    assert len(worker.lines) == len(worker.said.splitlines()) > 10
    assert not any(line.startswith("{") for line in worker.printed.splitlines())
    assert read_topic(stage.inside, SUBJECTS)
    assert all(isinstance(codec.decode(kept.payload), SubjectBatch) for kept in read_topic(stage.inside, SUBJECTS))
