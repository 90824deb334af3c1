"""Schedulers of the detectors on a real broker: one runs at a time, whoever dies or falls asleep."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from producers.kafka.detections import Detections
from producers.kafka.log import Outgoing, open_log
from producers.kafka.reading import open_reader
from schemas import codec
from schemas.errors import ConfigurationError, RetryError, StopError
from schemas.findings import FindingStatus
from schemas.records import DetectionClaim, DetectionDone, RulesChanged, SubjectBatch, Tick
from schemas.topics import DETECTIONS
from sinks.clickhouse_address import ClickhouseAddress
from sinks.detectors import load_detectors
from tests.build import instant
from tests.integration.kafka.broker import running
from tests.integration.kafka.detecting import Servers, a_finding, await_that, finish, make_anew, servers
from tests.integration.kafka.fixture import make_topics

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("kafka_artifacts")]

FOUND = ["country:ZA:2017", "country:BW:2024"]
"""What the published figures raise."""


@pytest.fixture(scope="module")
def own_broker(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[str]:
    """A broker with all topics that nobody else has: there is one lease for all."""
    with running(tmp_path_factory.mktemp("detect") / "kafka") as cluster:
        make_topics(cluster.address())
        yield cluster.address()


@pytest.fixture
def at(own_broker: str, clickhouse_address: ClickhouseAddress, tmp_path: Path) -> Iterator[Servers]:
    with servers(own_broker, clickhouse_address, tmp_path) as made:
        yield made


@pytest.fixture
def waiting(at: Servers) -> Iterator[subprocess.Popen[str]]:
    """A scheduler that has won, for a lease of 4 seconds, and waits for a sink that is behind."""
    at.publish(a_finding())
    process = at.start("--lease", "4")
    assert process.stderr is not None
    assert process.stderr.readline().startswith("waits up to 2 s for the sink, which is at custody.findings.v1/")
    yield process
    process.kill()
    process.communicate()


def test_of_two_schedulers_at_once_one_runs_and_its_findings_are_published_once(at: Servers) -> None:
    ended = sorted(finish(process) for process in [at.start(), at.start()])

    (left, silent, said), (ran, printed, _) = ended
    assert (left, silent, ran) == (0, [], 1), ended
    assert " is held by " in said or " is done, by " in said
    assert [json.loads(line)["subject"] for line in printed] == FOUND
    assert sorted(finding.subject for finding in at.findings()) == sorted(FOUND)
    assert [done.findings for done in at.claims() if isinstance(done, DetectionDone)] == [2]


def test_a_run_after_the_sink_has_stored_the_findings_publishes_nothing_more(at: Servers) -> None:
    """With the real sink: what it says of itself is what a run waits for."""
    first = at.try_now()
    code, _, said = finish(at.caratrace("sink", "--until-caught-up"))
    assert code == 0, said

    second = at.try_now()

    assert ([f.subject for f in first.changed], second.changed) == (FOUND, ())
    assert [row["subject"] for row in second.standing] == FOUND
    assert at.store.query("SELECT count() FROM detector_runs FINAL").rows == ((2 * len(load_detectors()),),)


def test_a_run_waits_for_the_sink_and_gives_its_slot_back_when_that_takes_too_long(at: Servers) -> None:
    at.publish(a_finding())

    with pytest.raises(RetryError, match=r"has not stored the findings .*custody\.findings\.v1/\d+ at 0 of 1"):
        at.try_now(lease_seconds=2)
    at.sink()

    assert [finding.subject for finding in at.try_now().changed] == FOUND
    assert [done.findings for done in at.claims() if isinstance(done, DetectionDone)] == [None, 2]


@pytest.mark.slow
def test_a_scheduler_that_is_killed_is_replaced_when_its_lease_is_over(
    at: Servers, waiting: subprocess.Popen[str]
) -> None:
    waiting.kill()
    at.sink()

    assert " is held by " in at.try_now().why_not
    outcome = await_that(lambda: at.try_now().changed)

    assert [finding.subject for finding in outcome] == FOUND
    assert sorted(finding.subject for finding in at.findings()) == sorted([*FOUND, "lot:L1"])


@pytest.mark.slow
def test_one_that_wakes_up_after_its_lease_publishes_nothing(at: Servers, waiting: subprocess.Popen[str]) -> None:
    os.kill(waiting.pid, signal.SIGSTOP)
    at.sink()
    took_over = await_that(lambda: at.try_now().changed)
    at.sink()
    at.store.command("TRUNCATE TABLE findings")  # so that it has something to publish, and only the lease forbids it

    os.kill(waiting.pid, signal.SIGCONT)
    code, printed, said = finish(waiting)

    assert (code, printed) == (2, [])
    assert "the lease of 4 s ran out" in said
    assert {finding.revision for finding in took_over} == {finding.revision for finding in at.findings()} - {1}
    assert len(at.findings()) == 1 + len(FOUND)


def test_a_lease_is_over_after_its_time_though_nobody_took_over(at: Servers) -> None:
    with open_log(at.connection) as log, open_reader(at.connection) as reader:
        lease = Detections(log, reader)
        claim, why_not = lease.claim(DetectionClaim("test", instant("2026-01-01"), 60))
        assert (why_not, lease.still_holds(claim)) == ("", True)
        lease.end(claim, None)
        assert not lease.still_holds(claim)

        short, why_not = lease.claim(DetectionClaim("test", instant("2026-01-01"), 1))
        assert why_not == ""
        await_that(lambda: not lease.still_holds(short))


def claim_and_give_back(at: Servers) -> str:
    """Why a claim does not win now; one that wins is given up at once."""
    with open_log(at.connection) as log, open_reader(at.connection) as reader:
        lease = Detections(log, reader)
        claim, why_not = lease.claim(DetectionClaim("test", instant("2026-01-01"), 60))
        if not why_not:
            lease.end(claim, None)
        return why_not


def test_a_scheduler_that_stays_runs_and_ends_in_order_when_it_is_asked_to(at: Servers) -> None:
    process = at.start("--every", "1440")
    await_that(lambda: len(at.claims()) == 2)

    process.send_signal(signal.SIGTERM)
    code, printed, said = finish(process)

    assert (code, [json.loads(line)["subject"] for line in printed]) == (0, FOUND)
    assert said.endswith(": 2 findings changed\n")


def test_a_scheduler_that_is_asked_to_end_while_it_waits_gives_its_slot_back(
    at: Servers, waiting: subprocess.Popen[str]
) -> None:
    waiting.send_signal(signal.SIGTERM)
    code, printed, said = finish(waiting)

    assert (code, printed) == (0, [])
    assert "given up: this process is to end" in said
    assert at.claims()[1:] == [DetectionDone(0, None)]


def test_revisions_go_on_where_the_topic_of_claims_was_made_anew(at: Servers, own_broker: str) -> None:
    for _ in range(3):
        claim_and_give_back(at)
    (first, *_) = at.try_now().changed
    at.sink()
    make_anew(own_broker, (DETECTIONS,))
    at.store.command("ALTER TABLE findings UPDATE got = 'as it was' WHERE 1 SETTINGS mutations_sync = 1")

    (second, *_) = at.try_now().changed

    assert second.finding_id == first.finding_id
    assert second.revision == first.revision + 1
    assert second.status is FindingStatus.RAISED


@pytest.mark.parametrize("payload", [b"nonsense", codec.encode(Tick(instant("2026-01-01")))], ids=["bytes", "a tick"])
def test_a_record_that_is_no_claim_stops_a_scheduler(at: Servers, payload: bytes) -> None:
    with open_log(at.connection) as log:
        log.append(Outgoing(DETECTIONS.name, None, payload, 0))

    with pytest.raises(StopError, match="offset 0: expected a claim or its end, got"):
        at.try_now()


def test_a_topic_with_the_times_of_its_producers_is_refused(at: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    from producers.kafka import detections
    from schemas.topics import SUBJECTS

    monkeypatch.setattr(detections, "DETECTIONS", SUBJECTS)

    with pytest.raises(ConfigurationError, match="keeps the times of its producers"):
        at.try_now()


def test_judges_are_asked_to_judge_again_once_in_every_partition(at: Servers) -> None:
    asked = finish(at.caratrace("rejudge", "--to", "kafka", "--format", "json"))
    assert asked[:2] == (1, [])
    assert "12 of 12 partitions get a record" in asked[2]
    assert at.subjects() == []

    code, (line,), _ = finish(at.caratrace("rejudge", "--to", "kafka", "--yes", "--format", "json"))
    summary = json.loads(line)
    assert (code, summary["partitions"], summary["appended"], summary["said_already"]) == (0, 12, 12, 0)
    said = [codec.decode(batch.entries[0].payload) for batch in at.subjects() if isinstance(batch, SubjectBatch)]
    assert said == [RulesChanged(summary["fingerprint"])] * 12

    code, (line,), _ = finish(at.caratrace("rejudge", "--to", "kafka", "--yes", "--format", "json"))
    assert (code, json.loads(line)["appended"], json.loads(line)["said_already"]) == (0, 0, 12)
    assert len(at.subjects()) == 12
