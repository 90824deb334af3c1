"""What Faust does when a loop fails, and the few things we rely on: seen on a real broker, for the pinned versions.

The judge acknowledges by itself and ends the process at the first failure. The other shapes are here to show why: they
commit records that were never processed, or do not surely end. A new version of Faust that changes this is looked at.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from kafka import KafkaAdminClient
from kafka.admin import NewTopic

from tests.integration.kafka.faust_probe import BAD, BAD_CODE, BATCH, COUNT, HELD, LAST_NOTE, LEFT_OUT
from tests.integration.kafka.faust_runs import BY_FORCE, BY_ITSELF, WHEN_ASKED, Case, Outcome, run_all

pytestmark = [pytest.mark.integration, pytest.mark.slow]

Outcomes = dict[tuple[str, str], Outcome]
ALL = tuple(range(COUNT))
UP_TO_BAD = tuple(range(BAD + 1))
REST_OF_BATCH = range(BAD + 1, BAD - BAD % BATCH + BATCH)
CASES = (
    Case("OneForOne", "plain", stays_until=COUNT),
    Case("OneForOne", "noack", stays_until=COUNT),
    Case("OneForOne", "batches", stays_until=COUNT),
    Case("ForfeitOneForOne", "plain", stays_until=BAD + 1),
    Case("Crashing", "plain"),
    Case("Crashing", "batches"),
    Case("Crashing", "noack"),
    Case("Crashing", "exiting"),
    Case("Crashing", "guarded"),
    Case("Crashing", "held", stays_until=HELD, last_note=LAST_NOTE),
    Case("Crashing", "repaired", stays_until=COUNT, last_note=LAST_NOTE),
)


@pytest.fixture(scope="module")
def outcomes(root: Path, kafka_address: str, tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """All cases, run at the same time."""
    return run_all(CASES, root, tmp_path_factory.mktemp("faust"), kafka_address)


@pytest.mark.parametrize("library", ["aiokafka", "faust-streaming", "mode-streaming"])
def test_the_library_is_the_one_whose_behaviour_is_written_down_here(root: Path, library: str) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"{library}=={version(library)}" in project["dependencies"]


@pytest.mark.parametrize("shape", ["exiting", "guarded"])
def test_a_loop_that_acknowledges_and_ends_the_process_commits_nothing_that_failed(
    outcomes: Outcomes, shape: str
) -> None:
    seen = outcomes["Crashing", shape]
    assert (seen.committed, seen.reached, seen.ended, seen.code) == (BAD, UP_TO_BAD, BY_ITSELF, BAD_CODE), seen.output


def test_a_crash_commits_nothing_that_failed_when_the_loop_acknowledges(outcomes: Outcomes) -> None:
    seen = outcomes["Crashing", "noack"]
    assert (seen.committed, seen.reached) == (BAD, UP_TO_BAD), seen.output
    assert ended_or_hung(seen), seen.output


@pytest.mark.parametrize("shape", ["plain", "batches"])
def test_a_crash_commits_what_failed_when_the_stream_acknowledges(outcomes: Outcomes, shape: str) -> None:
    seen = outcomes["Crashing", shape]
    assert seen.reached == UP_TO_BAD, seen.output
    assert ended_or_hung(seen), seen.output
    assert seen.ended == BY_FORCE or (seen.committed or 0) > BAD


def test_the_default_supervisor_skips_what_failed_and_goes_on(outcomes: Outcomes) -> None:
    seen = outcomes["OneForOne", "plain"]
    assert (seen.committed, seen.reached, seen.ended, seen.code) == (COUNT, ALL, WHEN_ASKED, 0), seen.output


def test_one_record_that_was_never_acknowledged_is_committed_with_those_behind_it(outcomes: Outcomes) -> None:
    seen = outcomes["OneForOne", "noack"]
    assert (seen.committed, seen.reached, seen.ended, seen.code) == (COUNT, ALL, WHEN_ASKED, 0), seen.output


def test_what_follows_a_failure_in_its_batch_is_committed_without_being_processed(outcomes: Outcomes) -> None:
    """And often all that follows in the partition, for what the failed loop leaves behind goes on to take records."""
    seen = outcomes["OneForOne", "batches"]
    assert (seen.committed, seen.ended, seen.code) == (COUNT, WHEN_ASKED, 0), seen.output
    assert seen.reached[: BAD + 1] == UP_TO_BAD
    assert not set(REST_OF_BATCH) & set(seen.reached)


def test_a_supervisor_that_gives_up_commits_what_failed_and_leaves_an_idle_worker(outcomes: Outcomes) -> None:
    seen = outcomes["ForfeitOneForOne", "plain"]
    assert (seen.committed, seen.reached, seen.ended, seen.code) == (BAD + 1, UP_TO_BAD, WHEN_ASKED, 0), seen.output


def test_acknowledging_in_order_commits_exactly_what_was_acknowledged(outcomes: Outcomes) -> None:
    """Neither the commits on the way nor the one of an orderly end go further."""
    seen = outcomes["Crashing", "held"]
    assert (seen.committed, seen.reached, seen.ended, seen.code) == (HELD, ALL[: HELD + 1], WHEN_ASKED, 0), seen.output


def test_a_commit_that_is_stuck_at_a_hole_is_repaired_by_one_call(outcomes: Outcomes) -> None:
    """``Consumer._commit_offsets`` is private: this test says that it is still there and does what we need."""
    seen = outcomes["Crashing", "repaired"]
    assert (seen.committed, seen.reached, seen.ended, seen.code) == (COUNT, ALL, WHEN_ASKED, 0), seen.output
    assert seen.notes == {
        "stuck at": min(LEFT_OUT),
        "acknowledged in vain": COUNT - 1 - max(LEFT_OUT),
        "repaired": True,
        LAST_NOTE: COUNT,
    }


def ended_or_hung(seen: Outcome) -> bool:
    """Exit code 1; but where the consumer's thread ends before the last commit is made, Faust waits for it for ever."""
    return (seen.ended, seen.code) in ((BY_ITSELF, 1), (BY_FORCE, -signal.SIGKILL))


def test_the_end_of_a_partition_is_right_behind_the_last_record_that_can_be_read(kafka_address: str) -> None:
    """Also when the last batch has many records: the judge believes this figure when it looks for what is missing."""
    topic, count = f"faust-end-{secrets.token_hex(4)}", 100
    admin = KafkaAdminClient(bootstrap_servers=kafka_address.split(","))
    try:
        admin.create_topics([NewTopic(topic, 1, 1)])
        assert asyncio.run(end_and_last(kafka_address, topic, count)) == (count, count - 1)
        admin.delete_topics([topic])
    finally:
        admin.close()


async def end_and_last(address: str, topic: str, count: int) -> tuple[int, int]:
    """What the broker calls the end after one batch of ``count`` records, and the last offset that can be read."""
    partition = TopicPartition(topic, 0)
    async with AIOKafkaProducer(bootstrap_servers=address) as producer:
        batch = producer.create_batch()
        for _ in range(count):
            assert batch.append(key=None, value=b"x", timestamp=None) is not None
        await (await producer.send_batch(batch, topic, partition=0))
    async with AIOKafkaConsumer(bootstrap_servers=address, auto_offset_reset="earliest") as consumer:
        consumer.assign([partition])
        end: int = (await consumer.end_offsets([partition]))[partition]
        last = -1
        while last + 1 < (consumer.highwater(partition) or end):
            for records in (await consumer.getmany(partition, timeout_ms=500)).values():
                last = records[-1].offset
        return end, last
