"""The settings of Kafka, from the environment to the connection."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.kafka import connection_of
from deploy.settings import Settings
from schemas.connection import Connection
from schemas.errors import ConfigurationError


def test_every_setting_reaches_the_connection() -> None:
    settings = Settings.from_environment(
        {
            "CARATRACE_KAFKA_BOOTSTRAP": "a:1,b:2",
            "CARATRACE_KAFKA_PROTOCOL": "SASL_SSL",
            "CARATRACE_KAFKA_CA": "ca.pem",
            "CARATRACE_KAFKA_CERTIFICATE": "own.pem",
            "CARATRACE_KAFKA_KEY": "own.key",
            "CARATRACE_KAFKA_KEY_PASSWORD": "key word",
            "CARATRACE_KAFKA_MECHANISM": "SCRAM-SHA-256",
            "CARATRACE_KAFKA_USER": "karowe",
            "CARATRACE_KAFKA_PASSWORD": "pass word",
            "CARATRACE_KAFKA_CONNECT_SECONDS": "7",
        }
    )

    assert connection_of(settings, None) == Connection(
        "a:1,b:2", "SASL_SSL", Path("ca.pem"), Path("own.pem"), Path("own.key"), "key word", "SCRAM-SHA-256",
        "karowe", "pass word", 7,
    )  # fmt: skip
    assert connection_of(settings, "c:3").servers == ["c:3"]
    assert "word" not in repr(settings).replace("password", "")


def test_without_an_address_the_setting_to_make_is_named() -> None:
    with pytest.raises(ConfigurationError, match="set CARATRACE_KAFKA_BOOTSTRAP"):
        connection_of(Settings(), None)


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="CARATRACE_KAFKA_USER must not be empty"):
        Settings.from_environment({"CARATRACE_KAFKA_USER": ""})
