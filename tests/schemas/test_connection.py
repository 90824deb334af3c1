"""Settings of a connection, and what errors of the library mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kafka.errors import (
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotEnoughReplicasError,
    SaslAuthenticationFailedError,
    TopicAuthorizationFailedError,
)

from producers.kafka.log import DELIVERY
from schemas.connection import Connection, translated
from schemas.errors import ConfigurationError, RetryError, StopError


def test_a_plain_connection_names_its_brokers_and_no_secrets() -> None:
    options = Connection("a:9092, b:9092").options()

    assert options["bootstrap_servers"] == ["a:9092", "b:9092"]
    assert options["security_protocol"] == "PLAINTEXT"
    assert not [name for name in options if name.startswith(("sasl", "ssl"))]


def test_a_connection_by_password_says_how_and_does_not_show_the_password() -> None:
    connection = Connection("a:1", "SASL_PLAINTEXT", user="karowe", password="open sesame")

    assert connection.options() | {
        "sasl_mechanism": "SCRAM-SHA-512", "sasl_plain_username": "karowe", "sasl_plain_password": "open sesame",
    } == connection.options()  # fmt: skip
    assert "sesame" not in repr(connection)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"bootstrap": " , "}, "set CARATRACE_KAFKA_BOOTSTRAP"),
        ({"protocol": "TLS"}, "expected a protocol of PLAINTEXT, SSL"),
        ({"mechanism": "GSSAPI"}, "expected a SASL mechanism of SCRAM-SHA-512"),
        ({"user": "u", "password": "p"}, "only there; the protocol is PLAINTEXT"),
        ({"protocol": "SASL_SSL", "user": "u"}, "the password missing"),
        ({"protocol": "SASL_SSL", "password": "p"}, "the user missing"),
        ({"ca": Path("ca.pem")}, "certificates are for SSL or SASL_SSL"),
        ({"protocol": "SSL", "certificate": Path("c.pem")}, "are needed together"),
        ({"protocol": "SSL", "key": Path("k.pem")}, "are needed together"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        Connection(**{"bootstrap": "a:1"} | wrong)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_certificates_that_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    ca = tmp_path / "ca.pem"
    if content is not None:
        ca.write_text(content, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"expected PEM files for TLS .*ca\.pem"):
        Connection("a:1", "SSL", ca=ca).options()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KafkaTimeoutError("late"), RetryError),
        (NotEnoughReplicasError(), RetryError),
        (KafkaConnectionError("socket disconnected"), RetryError),
        (KafkaConnectionError("Handshake failed: [SSL: CERTIFICATE_VERIFY_FAILED]"), ConfigurationError),
        (SaslAuthenticationFailedError("invalid credentials"), ConfigurationError),
        (TopicAuthorizationFailedError("custody.events.v1"), ConfigurationError),
        (MessageSizeTooLargeError("3 MiB"), StopError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, KafkaError) else "",
)
def test_an_error_of_the_library_says_what_was_done_where_and_what_to_do_next(
    error: KafkaError, expected: type[Exception]
) -> None:
    ours = translated(error, Connection("a:1"), "sending to custody.events.v1")

    assert type(ours) is expected
    assert str(ours).startswith("sending to custody.events.v1 at a:1 (PLAINTEXT): ")


def test_delivery_asks_for_every_copy_keeps_the_order_and_makes_no_topics() -> None:
    assert (DELIVERY["acks"], DELIVERY["enable_idempotence"]) == ("all", True)
    assert DELIVERY["allow_auto_create_topics"] is False
    in_flight = DELIVERY["max_in_flight_requests_per_connection"]
    assert isinstance(in_flight, int)
    assert in_flight <= 5
