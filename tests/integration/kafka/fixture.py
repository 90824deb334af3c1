"""Where the tests find Kafka: an address that is given, a container, or brokers of the jars that Maven brings."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from producers.kafka.topics import MISSING, open_topics, plan
from schemas.connection import Connection
from schemas.topics import TOPICS
from tests.integration.kafka.broker import running
from tests.integration.kafka.classpath import NoArtifacts, class_path
from tests.integration.told import tell, tell_nothing

SERVICE = "Kafka"
ADDRESS = "CARATRACE_TEST_KAFKA"
ARTIFACTS = "Apache Kafka from its Maven artifacts"


def make_topics(address: str) -> None:
    """Make those topics of the table that the cluster does not have, with one copy."""
    with open_topics(Connection(address)) as topics:
        missing = [gap for gap in plan(TOPICS, topics.found(t.name for t in TOPICS), 1) if gap.name == MISSING]
        topics.apply(TOPICS, missing, 1)


@pytest.fixture(scope="session")
def kafka_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``host:port`` of a broker with all topics. Others may use it too: look at nothing but your own keys."""
    with _somewhere(request.config, tmp_path_factory) as address:
        make_topics(address)
        yield address


@pytest.fixture(scope="session")
def kafka_artifacts(request: pytest.FixtureRequest) -> None:
    """For tests that stop and start brokers of their own: skipped where the server cannot be had."""
    _check_artifacts(request.config, "this test starts and stops brokers of its own")
    tell(request.config, SERVICE, f"{ARTIFACTS}, where they start and stop brokers of their own")


def _check_artifacts(config: pytest.Config, why: str) -> None:
    try:
        class_path()
    except NoArtifacts as reason:
        tell_nothing(config, SERVICE, f"{why}, and there is no server to start: {reason}")


@contextmanager
def _somewhere(config: pytest.Config, folders: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get(ADDRESS)
    if given:
        tell(config, SERVICE, f"the broker at {given}, named by {ADDRESS}")
        yield given
    elif docker_answers():
        from testcontainers.community.kafka import KafkaContainer

        with KafkaContainer().with_kraft() as container:
            tell(config, SERVICE, "a broker in a container")
            yield container.get_bootstrap_server()
    else:
        why = f"{ADDRESS} is not set, no Docker engine answers"
        _check_artifacts(config, why)
        tell(config, SERVICE, f"{ARTIFACTS}, as {why}")
        folder: Path = folders.mktemp("kafka")
        with running(folder) as cluster:
            yield cluster.address()


def docker_answers() -> bool:
    """Whether an engine is there; the client alone answers too, but not to this."""
    program = shutil.which("docker")
    if program is None:
        return False
    try:
        return subprocess.run([program, "info"], capture_output=True, check=False, timeout=10).returncode == 0
    except subprocess.TimeoutExpired:
        return False
