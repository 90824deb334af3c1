"""``caratrace topics apply`` against a real cluster."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from deploy.cli import cli
from producers.kafka.topics import open_topics, plan
from schemas.connection import Connection
from schemas.errors import ConfigurationError
from schemas.topics import ALERTS, EVENTS, TOPICS
from tests.integration.kafka.broker import running

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("kafka_artifacts")]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[str]:
    """The address of a broker without topics."""
    with running(tmp_path_factory.mktemp("topics") / "kafka") as cluster:
        yield cluster.address()


def caratrace(address: str, *command: str, copies: int = 1) -> Result:
    settings = {"CARATRACE_KAFKA_BOOTSTRAP": address, "CARATRACE_KAFKA_COPIES": str(copies)}
    return CliRunner().invoke(cli, list(command), env=settings, standalone_mode=False)


def differences(result: Result) -> dict[tuple[str, str], tuple[str, str]]:
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return {(line["topic"], line["what"]): (line["found"], line["wanted"]) for line in lines}


def test_topics_are_shown_then_made_and_then_nothing_differs(tmp_path: Path, fresh: str) -> None:
    """One story on one broker: nothing there; left alone without a yes; made; changed by hand; put right."""
    file = tmp_path / "one.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    early = caratrace(fresh, "--home", str(tmp_path), "emit", str(file), "--to", "kafka")
    assert isinstance(early.exception, ConfigurationError)
    assert "run `caratrace topics apply`" in str(early.exception)

    asked = caratrace(fresh, "topics", "apply", "--format", "json")
    assert asked.return_value == 1
    assert set(differences(asked)) == {(topic.name, "topic") for topic in TOPICS}

    made = caratrace(fresh, "topics", "apply", "--yes", "--format", "json")
    assert differences(made) == differences(asked), "asking alone must not change anything"
    assert (made.return_value, made.stderr) == (0, f"{len(TOPICS)} differences put right\n")

    again = caratrace(fresh, "topics", "apply", "--yes", "--format", "json")
    assert (again.return_value, again.stdout, again.stderr) == (0, "", "nothing differs\n")

    change(fresh, EVENTS.name, "retention.ms", "1000")
    change(fresh, EVENTS.name, "message.timestamp.type", "CreateTime")
    change(fresh, ALERTS.name, "cleanup.policy", "delete")
    righted = caratrace(fresh, "topics", "apply", "--yes", "--format", "json")
    assert differences(righted) == {
        (EVENTS.name, "retention.ms"): ("1000", "-1"),
        (EVENTS.name, "message.timestamp.type"): ("CreateTime", "LogAppendTime"),
        (ALERTS.name, "cleanup.policy"): ("delete", "compact"),
    }
    assert caratrace(fresh, "topics", "apply", "--format", "json").return_value == 0

    with open_topics(Connection(fresh)) as topics:
        assert plan(TOPICS, topics.found(topic.name for topic in TOPICS), 1) == ()

    many = caratrace(fresh, "topics", "apply", "--yes", copies=2)
    assert isinstance(many.exception, ConfigurationError)
    assert "kafka-reassign-partitions" in str(many.exception)


def change(address: str, topic: str, name: str, value: str) -> None:
    """Change one setting of a topic by hand, and wait until the broker shows it."""
    client = KafkaAdminClient(bootstrap_servers=address)
    try:
        client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {name: value})])
    finally:
        client.close()
    with open_topics(Connection(address)) as topics:
        while topics.found([topic])[topic].settings[name] != value:
            time.sleep(0.05)
