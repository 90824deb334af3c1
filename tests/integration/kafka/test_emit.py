"""Events get into the log on a real Kafka broker: all of them, by emitter, whatever is killed meanwhile."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from schemas.codec import decode
from schemas.findings import QuarantineRecord
from schemas.topics import QUARANTINE
from tests.integration.kafka.broker import running
from tests.integration.kafka.emitting import Emitter, check_nothing_lost, finish, ids_of, stored, write_emission
from tests.integration.kafka.fixture import make_topics

pytestmark = pytest.mark.integration


def test_every_event_of_a_file_is_in_the_log_once_and_in_order_of_its_emitter(
    root: Path, tmp_path: Path, kafka_address: str
) -> None:
    emission = write_emission(tmp_path, 1000)

    code, summary, errors = Emitter(root, tmp_path / "home", emission.path, kafka_address).run()

    assert (code, errors) == (0, "")
    assert summary == {"inputs": 1000, "refused": 0, "acknowledged": 1000, "acknowledged_before": 0}
    records = stored(kafka_address, emission.emitters)
    assert check_nothing_lost(emission, records) == 0
    for emitter in emission.emitters:
        own = [record for record in records if record.key == emitter]
        assert len({record.partition for record in own}) == 1
        assert ids_of(own) == [event.event_id for event in emission.events if event.emitter == emitter]


def test_a_file_that_was_emitted_is_not_sent_a_second_time_unless_asked(
    root: Path, tmp_path: Path, kafka_address: str
) -> None:
    emission = write_emission(tmp_path, 20)
    emitter = Emitter(root, tmp_path / "home", emission.path, kafka_address)
    emitter.run()

    assert emitter.run()[1] == {"inputs": 20, "refused": 0, "acknowledged": 0, "acknowledged_before": 20}
    assert check_nothing_lost(emission, stored(kafka_address, emission.emitters)) == 0

    assert emitter.run("--again")[1] == {"inputs": 20, "refused": 0, "acknowledged": 20, "acknowledged_before": 0}
    assert check_nothing_lost(emission, stored(kafka_address, emission.emitters)) == 20


def test_a_refused_line_is_answered_and_goes_to_the_quarantine_of_the_log(
    root: Path, tmp_path: Path, kafka_address: str
) -> None:
    emission = write_emission(tmp_path, 3)
    with emission.path.open("a", encoding="utf-8") as file:
        file.write("no event\n")

    code, summary, errors = Emitter(root, tmp_path / "home", emission.path, kafka_address).run()

    assert (code, summary["refused"], summary["acknowledged"]) == (1, 1, 4)
    assert f"refused: {emission.path}, line 4" in errors
    (record,) = stored(kafka_address, [str(emission.path)], QUARANTINE)
    kept = decode(record.payload)
    assert isinstance(kept, QuarantineRecord)
    assert (kept.payload, kept.source) == (b"no event", str(emission.path))


@pytest.mark.slow
def test_an_emission_that_is_killed_goes_on_after_its_last_acknowledged_record(
    root: Path, tmp_path: Path, kafka_address: str
) -> None:
    emission = write_emission(tmp_path, 12_000)
    emitter = Emitter(root, tmp_path / "home", emission.path, kafka_address)
    kills = 0
    for reached in (500, 4000):
        process = emitter.start()
        emitter.await_acknowledged(reached, process)
        process.kill()
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
    known = emitter.acknowledged()

    code, summary, errors = emitter.run()

    assert (kills, code, errors) == (2, 0, "")
    assert known >= 4000
    assert (summary["acknowledged_before"], summary["acknowledged"]) == (known, 12_000 - known)
    check_nothing_lost(emission, stored(kafka_address, emission.emitters))


@pytest.mark.slow
@pytest.mark.usefixtures("kafka_artifacts")
def test_an_emission_outlives_a_broker_that_is_killed_and_started_again(root: Path, tmp_path: Path) -> None:
    emission = write_emission(tmp_path, 12_000)
    with running(tmp_path / "kafka") as cluster:
        (broker,) = cluster.brokers
        make_topics(cluster.address())
        emitter = Emitter(root, tmp_path / "home", emission.path, cluster.address())
        process = emitter.start()
        emitter.await_acknowledged(1000, process)
        broker.kill()
        assert process.poll() is None
        broker.start()
        code, summary, errors = finish(process)

        assert (code, errors) == (0, "")
        assert summary["acknowledged"] == 12_000
        check_nothing_lost(emission, stored(cluster.address(), emission.emitters))


@pytest.mark.slow
@pytest.mark.usefixtures("kafka_artifacts")
def test_an_emission_interrupted_by_hand_during_an_outage_says_so_and_goes_on_later(root: Path, tmp_path: Path) -> None:
    emission = write_emission(tmp_path, 12_000)
    with running(tmp_path / "kafka") as cluster:
        (broker,) = cluster.brokers
        make_topics(cluster.address())
        emitter = Emitter(root, tmp_path / "home", emission.path, cluster.address())
        process = emitter.start()
        emitter.await_acknowledged(1000, process)
        broker.kill()
        process.send_signal(signal.SIGINT)

        code, _, errors = finish(process)

        assert (code, errors.strip().count("\n")) == (2, 0)
        assert errors.strip().startswith("interrupted;")
        broker.start()
        broker.await_answer()
        code, summary, errors = emitter.run()
        assert (code, errors) == (0, "")
        assert summary["acknowledged_before"] >= 1000
        check_nothing_lost(emission, stored(cluster.address(), emission.emitters))
