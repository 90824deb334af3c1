"""TLS, mutual TLS and SASL/SCRAM against a real broker; who may not gets one clear line."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.kafka.broker import Cluster, Listener, running
from tests.integration.kafka.certificates import Certificates, make_certificates
from tests.integration.kafka.emitting import Emitter, check_nothing_lost, stored, write_emission
from tests.integration.kafka.fixture import make_topics

pytestmark = [pytest.mark.integration, pytest.mark.slow]
USER = "karowe"


@dataclass(frozen=True, slots=True)
class Guarded:
    """A cluster with a listener for passwords (TLS, SCRAM) and one for certificates (mutual TLS)."""

    cluster: Cluster
    certificates: Certificates
    password: str

    def by_password(self, password: str) -> dict[str, str]:
        """Settings of one who has a password."""
        return {
            "CARATRACE_KAFKA_PROTOCOL": "SASL_SSL",
            "CARATRACE_KAFKA_CA": str(self.certificates.ca),
            "CARATRACE_KAFKA_USER": USER,
            "CARATRACE_KAFKA_PASSWORD": password,
            "CARATRACE_KAFKA_CONNECT_SECONDS": "4",
        }

    def by_certificate(self, name: str) -> dict[str, str]:
        """Settings of one who has a certificate."""
        return {
            "CARATRACE_KAFKA_PROTOCOL": "SSL",
            "CARATRACE_KAFKA_CA": str(self.certificates.ca),
            "CARATRACE_KAFKA_CERTIFICATE": str(self.certificates.certificate(name)),
            "CARATRACE_KAFKA_KEY": str(self.certificates.key(name)),
            "CARATRACE_KAFKA_CONNECT_SECONDS": "4",
        }


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, kafka_artifacts: None) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    certificates = make_certificates(folder / "certificates", "broker", "producer")
    stranger = make_certificates(folder / "strangers", "stranger")
    for suffix in ("pem", "key"):
        (stranger.folder / f"stranger.{suffix}").rename(certificates.folder / f"stranger.{suffix}")
    tls = {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(certificates.both("broker")),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(certificates.ca),
    }
    scram = {
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "scram-sha-512.sasl.jaas.config": "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    }
    ways = (
        Listener("PASSWORDS", "SASL_SSL", tls | scram),
        Listener("CERTIFICATES", "SSL", tls | {"ssl.client.auth": "required"}),
    )
    password = secrets.token_urlsafe(12)
    user = ("--add-scram", f"SCRAM-SHA-512=[name={USER},password={password}]")
    with running(folder / "kafka", listeners=ways, format_options=user) as cluster:
        make_topics(cluster.address())
        yield Guarded(cluster, certificates, password)


def test_events_go_to_a_broker_that_asks_for_a_password(root: Path, tmp_path: Path, guarded: Guarded) -> None:
    emission = write_emission(tmp_path, 50)
    address = guarded.cluster.address("PASSWORDS")
    emitter = Emitter(root, tmp_path, emission.path, address, **guarded.by_password(guarded.password))

    code, _, errors = emitter.run()

    assert (code, errors) == (0, "")
    assert check_nothing_lost(emission, stored(guarded.cluster.address(), emission.emitters)) == 0


def test_events_go_to_a_broker_that_asks_for_a_certificate(root: Path, tmp_path: Path, guarded: Guarded) -> None:
    emission = write_emission(tmp_path, 50)
    address = guarded.cluster.address("CERTIFICATES")

    code, _, errors = Emitter(root, tmp_path, emission.path, address, **guarded.by_certificate("producer")).run()

    assert (code, errors) == (0, "")
    assert check_nothing_lost(emission, stored(guarded.cluster.address(), emission.emitters)) == 0


def test_a_wrong_password_is_told_in_one_line_that_does_not_show_it(
    root: Path, tmp_path: Path, guarded: Guarded
) -> None:
    emission = write_emission(tmp_path, 1)
    address = guarded.cluster.address("PASSWORDS")

    code, _, errors = Emitter(root, tmp_path, emission.path, address, **guarded.by_password("open sesame")).run()

    assert code == 2
    assert errors.startswith(f"caratrace: connecting at {address} (SASL_SSL): ")
    assert errors.count("\n") == 1
    assert "user" in errors
    assert "password" in errors
    assert "sesame" not in errors


@pytest.mark.parametrize("name", ["stranger", "nobody"])
def test_one_without_a_certificate_of_the_authority_is_turned_away_in_one_line(
    root: Path, tmp_path: Path, guarded: Guarded, name: str
) -> None:
    emission = write_emission(tmp_path, 1)
    address = guarded.cluster.address("CERTIFICATES")
    settings = guarded.by_certificate(name)
    if name == "nobody":
        del settings["CARATRACE_KAFKA_CERTIFICATE"], settings["CARATRACE_KAFKA_KEY"]

    code, _, errors = Emitter(root, tmp_path, emission.path, address, **settings).run()

    assert code == 2
    assert errors.startswith(f"caratrace: connecting at {address} (SSL): ")
    assert errors.endswith("check protocol, user, password, certificates and what they may do\n")
    assert errors.count("\n") == 1


def test_a_broker_of_an_unknown_authority_is_not_believed(root: Path, tmp_path: Path, guarded: Guarded) -> None:
    emission = write_emission(tmp_path, 1)
    address = guarded.cluster.address("CERTIFICATES")
    settings = guarded.by_certificate("producer")
    settings["CARATRACE_KAFKA_CA"] = str(guarded.certificates.folder.parent / "strangers" / "ca.pem")

    code, _, errors = Emitter(root, tmp_path, emission.path, address, **settings).run()

    assert code == 2
    assert errors.startswith(f"caratrace: connecting at {address} (SSL): ")
    assert "certificate verify failed" in errors
    assert stored(guarded.cluster.address(), emission.emitters) == []
