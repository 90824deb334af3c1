"""A worker comes to brokers that ask for a password over TLS, and reads and writes what a schema registry frames."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from schemas.codec import record_of
from schemas.framing import Confluent
from schemas.registry import REGISTERED, Registry, RegistryAddress
from schemas.topics import FINDINGS, QUARANTINE
from tests import build
from tests.integration.kafka.broker import Cluster, Listener, running
from tests.integration.kafka.certificates import Certificates, make_certificates
from tests.integration.reading import read_topic
from tests.integration.sending import Message, messages_of
from tests.integration.workers import Stage, staged

pytestmark = [pytest.mark.integration, pytest.mark.slow]
USER = "karowe"


@dataclass(frozen=True, slots=True)
class Guarded:
    """A cluster with a listener for passwords (TLS, SCRAM)."""

    cluster: Cluster
    certificates: Certificates
    password: str

    def settings(self, password: str) -> dict[str, str]:
        """Of one who comes with this password."""
        return {
            "KAFKA_PROTOCOL": "SASL_SSL",
            "KAFKA_CA": str(self.certificates.ca),
            "KAFKA_USER": USER,
            "KAFKA_PASSWORD": password,
            "KAFKA_CONNECT_SECONDS": "4",
        }


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("ways")
    certificates = make_certificates(folder / "certificates", "broker")
    settings = {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(certificates.both("broker")),
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "scram-sha-512.sasl.jaas.config": "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    }
    password = secrets.token_urlsafe(12)
    user = ("--add-scram", f"SCRAM-SHA-512=[name={USER},password={password}]")
    ways = (Listener("PASSWORDS", "SASL_SSL", settings),)
    with running(folder / "kafka", listeners=ways, format_options=user) as cluster:
        yield Guarded(cluster, certificates, password)


@pytest.fixture
def stage(guarded: Guarded, tmp_path: Path) -> Iterator[Stage]:
    """Where workers come over TLS with a password, and the test by the back door."""
    inside, settings = guarded.cluster.address(), guarded.settings(guarded.password)
    with staged(tmp_path, guarded.cluster.address("PASSWORDS"), inside, settings=settings) as made:
        yield made


@pytest.fixture
def registry(registry_url: str) -> Registry:
    """A registry with our schemas."""
    found = Registry(RegistryAddress(registry_url))
    for topic, kind in REGISTERED:
        found.register(topic, kind)
    return found


def lots(count: int) -> list[Message]:
    """Releases of lots that were never registered, which is a finding each."""
    return messages_of(record_of(build.released(f"L{number}", handover_id=f"H{number}")) for number in range(count))


def test_a_worker_judges_what_lies_behind_a_password(stage: Stage, guarded: Guarded) -> None:
    stage.send(lots(20))

    worker = stage.worker()
    stage.await_level(worker)

    assert {finding.subject for finding in stage.findings()} == {f"lot:L{number}" for number in range(20)}
    worker.await_ready()
    assert worker.stop() == 0
    assert guarded.password not in worker.said + worker.printed


def test_a_wrong_password_is_told_in_one_line_that_does_not_show_it(stage: Stage, guarded: Guarded) -> None:
    worker = stage.worker(**guarded.settings("open sesame"))

    assert worker.code() == 2
    assert worker.last_words.startswith(f"not started: connecting at {stage.bootstrap} (SASL_SSL): ")
    assert worker.last_words.endswith("check protocol, user, password, certificates and what they may do")
    assert [line for line in worker.lines if line["level"] not in {"INFO", "CRITICAL"}] == []
    assert "sesame" not in worker.said + worker.printed
    assert "Traceback" not in worker.said + worker.printed


def test_framed_events_are_judged_and_what_is_found_is_framed(
    stage: Stage, registry: Registry, registry_url: str
) -> None:
    wire = Confluent(registry)
    stage.send(lots(20), wire)
    stage.send(
        [Message("", b"nobody", b"\x00\x00\x00\x00\x00\x00"), Message("", b"nobody", b"\x00\x7f\xff\xff\xfe\x00")]
    )

    worker = stage.worker(WIRE_FORMAT="confluent", SCHEMA_REGISTRY=registry_url)
    stage.await_level(worker)

    assert worker.stop() == 0
    kept = [*read_topic(stage.inside, FINDINGS), *read_topic(stage.inside, QUARANTINE)]
    assert {record.payload[:1] for record in kept} == {b"\x00"}
    assert {finding.subject for finding in stage.findings(wire=wire)} == {f"lot:L{number}" for number in range(20)}
    assert [record.reason for record in stage.quarantine(wire)] == ["unknown_schema_id"] * 2
