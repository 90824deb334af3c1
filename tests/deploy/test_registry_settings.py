"""The settings of a schema registry, from the environment to the format of messages."""

from __future__ import annotations

import pytest

from deploy.registry import registry_of, wire_format_of
from deploy.settings import Settings
from schemas.codec import record_of
from schemas.errors import ConfigurationError, MalformedInput
from schemas.framing import Confluent, SingleObject
from tests import build
from tests.schemas.test_registry import answering

EVENT = record_of(build.registered("L1")).payload


def test_every_setting_reaches_the_registry() -> None:
    with answering() as answers:
        answers.gives(200, {"id": 5})
        settings = Settings.from_environment(
            {
                "CARATRACE_SCHEMA_REGISTRY": answers.url,
                "CARATRACE_SCHEMA_REGISTRY_USER": "karowe",
                "CARATRACE_SCHEMA_REGISTRY_PASSWORD": "sesame",
                "CARATRACE_WIRE_FORMAT": "confluent",
            }
        )
        wire = wire_format_of(settings)
        assert answers.asked == []

        assert isinstance(wire, Confluent)
        assert wire.write("t", EVENT)[:5] == b"\x00\x00\x00\x00\x05"

    ((_, path, headers, _),) = answers.asked
    assert path == "/subjects/t-value"
    assert headers["authorization"].startswith("Basic ")
    assert "sesame" not in repr(settings)
    assert "sesame" in settings.secrets


@pytest.mark.parametrize(
    "more", [{"CA": "missing.pem"}, {"CERTIFICATE": "missing.pem", "KEY": "missing.key", "KEY_PASSWORD": "x"}]
)
def test_the_certificates_of_the_settings_are_used(more: dict[str, str]) -> None:
    named = {f"CARATRACE_SCHEMA_REGISTRY_{name}": value for name, value in more.items()}
    settings = Settings.from_environment({"CARATRACE_SCHEMA_REGISTRY": "https://a", **named})

    with pytest.raises(ConfigurationError, match=r"expected PEM files for TLS \(missing.pem"):
        wire_format_of(settings)


def test_single_objects_are_written_unless_told_otherwise() -> None:
    without = wire_format_of(Settings())
    reading = wire_format_of(Settings.from_environment({"CARATRACE_SCHEMA_REGISTRY": "http://a"}))

    for wire in (without, reading):
        assert type(wire) is SingleObject
        assert wire.write("t", EVENT) == wire.read(EVENT) == EVENT
    with pytest.raises(MalformedInput, match="CARATRACE_SCHEMA_REGISTRY"):
        without.read(b"\x00\x00\x00\x00\x05")


def test_messages_cannot_be_framed_without_a_registry() -> None:
    settings = Settings.from_environment({"CARATRACE_WIRE_FORMAT": "confluent"})

    with pytest.raises(ConfigurationError, match="set CARATRACE_SCHEMA_REGISTRY"):
        wire_format_of(settings)
    with pytest.raises(ConfigurationError, match="set CARATRACE_SCHEMA_REGISTRY"):
        registry_of(settings)


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="CARATRACE_WIRE_FORMAT: expected one of single-object, confluent"):
        Settings.from_environment({"CARATRACE_WIRE_FORMAT": "json"})
