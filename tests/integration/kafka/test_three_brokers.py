"""Three copies of every record, as in production: one broker may die at any time."""

from __future__ import annotations

from pathlib import Path

import pytest

from producers.kafka.topics import open_topics, plan
from schemas.connection import Connection
from schemas.topics import EVENTS, TOPICS
from tests.integration.kafka.broker import running
from tests.integration.kafka.emitting import Emitter, check_nothing_lost, finish, stored, write_emission

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.usefixtures("kafka_artifacts")]


def test_an_emission_goes_on_when_one_of_three_brokers_dies_for_good(root: Path, tmp_path: Path) -> None:
    emission = write_emission(tmp_path, 12_000)
    with running(tmp_path / "kafka", count=3) as cluster:
        with open_topics(Connection(cluster.address())) as topics:
            topics.apply(TOPICS, plan(TOPICS, {}, 3), 3)
            found = topics.found([EVENTS.name])[EVENTS.name]
        assert (found.replication, found.settings["min.insync.replicas"]) == (3, "2")
        emitter = Emitter(root, tmp_path / "home", emission.path, cluster.address())
        process = emitter.start()
        emitter.await_acknowledged(1000, process)
        cluster.brokers[0].kill()
        assert process.poll() is None

        code, summary, errors = finish(process)

        assert (code, errors) == (0, "")
        assert summary["acknowledged"] == 12_000
        check_nothing_lost(emission, stored(cluster.address(), emission.emitters))
