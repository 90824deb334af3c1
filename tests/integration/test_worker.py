"""The worker on a real broker: what it finds, refuses and says of itself, and how it ends when it is asked to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from schemas import codec
from schemas.codec import record_of
from schemas.findings import Severity
from schemas.records import Entry, RulesChanged, SubjectBatch, Tick
from schemas.routing import partition_of
from schemas.topics import ALERTS, EVENTS, SUBJECTS
from tests import build
from tests.integration.kafka.broker import running
from tests.integration.material import make_material
from tests.integration.reading import read_topic
from tests.integration.sending import messages_of, with_poison
from tests.integration.supervised import ROOT
from tests.integration.undisturbed import open_findings
from tests.integration.workers import ALL, Stage, staged
from tests.judges import open_at_the_end

pytestmark = [pytest.mark.integration, pytest.mark.slow]

GRAVE = (Severity.BREACH, Severity.BROKEN)


@pytest.fixture(scope="module")
def own_broker(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("worker") / "kafka") as cluster:
        yield cluster.address()


@pytest.fixture
def stage(own_broker: str, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, own_broker) as made:
        yield made


def test_a_worker_finds_what_the_embedded_engine_finds_and_refuses_what_is_no_event(
    stage: Stage, tmp_path: Path
) -> None:
    material = make_material(tmp_path, 150, seed=3)
    messages = with_poison(messages_of(material.records), 25, Random(3))
    poison = [message.payload for message in messages if not message.event_id]
    stage.send(messages)

    worker = stage.worker(REFERENCE=str(material.reference))
    stage.await_level(worker)
    worker.await_ready()

    expected = open_findings(material.records, stage.times(), SUBJECTS.partitions, material.book())
    said = stage.findings()
    assert {finding.finding_id: finding.rule for finding in open_at_the_end(said)} == {
        finding.finding_id: finding.rule for finding in expected
    }
    alerts = stage.findings(ALERTS)
    grave = {finding.finding_id for finding in expected if finding.severity in GRAVE}
    assert {finding.finding_id for finding in open_at_the_end(alerts)} >= grave
    assert {(one.finding_id, one.revision) for one in alerts} <= {(one.finding_id, one.revision) for one in said}

    log = read_topic(stage.inside, EVENTS)
    places = {f"partition {kept.partition}, offset {kept.offset}": kept.payload for kept in log}
    refused = stage.quarantine()
    assert sorted(record.payload for record in refused) == sorted(poison)
    assert all(places[record.position] == record.payload and record.reason and record.message for record in refused)

    runbook = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bcaratrace_(?:router|judge|lag|position)\w*", runbook))
    assert len(named) > 3
    assert [name for name in named if f"# TYPE {name} " not in worker.ask("metrics")[1]] == []
    assert worker.metric("caratrace_router_records_total") == len(messages)
    assert worker.metric("caratrace_router_refused_total") == len(poison) > 10
    assert worker.metric("caratrace_judge_findings_total", status="RAISED") >= len(expected)
    assert worker.metric("caratrace_judge_alerts_total") == len(alerts)
    assert worker.stop() == 0


def messages(*contents: codec.Message) -> list[bytes]:
    """A message of the topic of subjects for each."""
    known_at = build.instant("2026-01-01")
    return [codec.encode(SubjectBatch((Entry(known_at, codec.encode(content)),))) for content in contents]


def ticks(count: int) -> list[Tick]:
    """So many seconds of 2026."""
    return [Tick(build.instant("2026-01-01") + timedelta(seconds=number)) for number in range(count)]


def test_a_worker_is_not_ready_while_it_is_behind_and_lives_all_the_same(stage: Stage) -> None:
    """One partition cannot be judged, because the log asks for a version that is not started yet."""
    stage.judge_also(0, messages(RulesChanged("another version"), *ticks(200)))

    worker = stage.worker(HEALTH_LAG_RECORDS="100")
    at_first = worker.await_("an answer", lambda: _answer(worker.ask("ready"), worker.ask("live")))
    worker.await_("what it stands still at", lambda: _lag(worker.ask("ready")[1]) >= 200)

    assert at_first == (503, 200)
    assert (worker.ask("ready")[0], worker.ask("live")[0]) == (503, 200)
    assert worker.metric("caratrace_lag", part="judge partition 0") >= 200
    assert worker.stop() == 0


def test_a_worker_that_is_asked_to_end_in_the_midst_of_its_work_goes_on_from_there_and_heals_nothing(
    stage: Stage,
) -> None:
    count = 4000
    stage.judge_also(0, messages(*ticks(count)))

    worker = stage.worker()
    worker.await_("at work", lambda: stage.judged().get(0, 0) > 100)
    assert worker.stop() == 0
    between = stage.judged()[0]
    again = stage.worker(CHECK_SECONDS="3")
    stage.await_level(again)
    again.await_ready()

    assert between > 100
    assert again.metric("caratrace_judge_heals_total") == 0
    assert again.metric("caratrace_judge_messages_total", partition="0") == stage.ends(SUBJECTS)[0] - between
    assert again.stop() == 0
    assert [line for line in again.lines if line["level"] not in {"DEBUG", "INFO"}] == []


def _answer(ready: tuple[int, str], live: tuple[int, str]) -> tuple[int, int] | None:
    return (ready[0], live[0]) if ready[0] and live[0] else None


def _lag(body: str) -> int:
    parts = json.loads(body)["parts"] if body else []
    return max((part["lag"] for part in parts if part["part"] == "judge partition 0"), default=0)


def test_a_deadline_becomes_due_by_the_clock_and_a_receipt_that_waits_in_the_log_counts(stage: Stage) -> None:
    """Of two releases one has its receipt, which came long before the worker, behind thousands of other records."""
    events = [build.registered("LATE"), build.released("LATE", handover_id="HL")]
    events += [build.registered("GOOD"), build.released("GOOD", handover_id="HG")]
    others = [build.registered(f"L{number}", id=f"other {number}") for number in range(1500)]
    received = build.received("GOOD", handover_id="HG", emitter="MINE")
    stage.send(messages_of(record_of(event) for event in [*events, *others, received]))

    worker = stage.worker(TICK_SECONDS="1")
    stage.await_level(worker)
    worker.await_("the deadline", lambda: [f for f in stage.findings() if f.rule == "CUS003"])

    late = [finding for finding in stage.findings() if finding.rule == "CUS003"]
    assert {finding.subject for finding in late} == {"lot:LATE"}
    assert worker.metric("caratrace_router_ticks_total") >= 1
    number = partition_of("lot:LATE", SUBJECTS.partitions)
    told = stage.times()[number]
    worker.await_("another tick", lambda: stage.times()[number] > told)
    assert worker.stop() == 0


def test_workers_without_a_partition_are_ready_and_take_over(own_broker: str, tmp_path: Path) -> None:
    """More workers than partitions: the one that is left over has nothing to do, and says so."""
    with staged(tmp_path, own_broker, table=(replace(topic, partitions=1) for topic in ALL)) as stage:
        workers = {name: stage.worker(name) for name in ("first", "second")}
        for worker in workers.values():
            worker.await_ready()
        parts = {name: _parts(worker.ask("ready")[1]) for name, worker in workers.items()}
        (spare,) = (name for name, said in parts.items() if "judge" in said)
        (busy,) = (name for name, said in parts.items() if "judge partition 0" in said)
        assert workers[busy].stop() == 0

        stage.send(messages_of([record_of(build.released("L1"))]))
        stage.await_level(workers[spare], spare)

        assert {finding.subject for finding in stage.findings()} == {"lot:L1"}
        assert workers[spare].stop() == 0


def _parts(body: str) -> set[str]:
    return {part["part"] for part in json.loads(body)["parts"]}
