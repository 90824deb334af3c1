"""Settings: read once from the environment, checked, frozen. Units stand last in the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from schemas.errors import ConfigurationError
from sinks.clickhouse_address import ClickhouseAddress, parse_address

PREFIX = "CARATRACE_"

OF_TESTS = ("CARATRACE_TEST_", "CARATRACE_ORACLES")
"""Beginnings of variables that only tests look at."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose. Each field ``name`` is read from ``CARATRACE_NAME``."""

    home: Path = Path(".caratrace")
    """Folder of the local runtime: log and histories (SQLite) and rows (chDB)."""

    reference: Path | None = None
    """Folder with ``parties.csv`` and ``sites.csv`` that add to the packaged reference data."""

    clickhouse: ClickhouseAddress | None = None
    """ClickHouse server that keeps the rows of this home, in a database of their own; without it chDB keeps them."""

    batch_events: int = 1000
    """Events in one transaction of the local runtime."""

    block_events: int = 10_000
    """Events in one block written to the row store."""

    cached_histories: int = 200_000
    """Histories kept in memory between batches; the others are read again from disk."""

    kafka_bootstrap: str | None = None
    """``host:port`` of one or more Kafka brokers, with commas between them."""

    kafka_protocol: str = "PLAINTEXT"
    """PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL."""

    kafka_ca: Path | None = None
    """PEM file with the certificates that the brokers' certificates must come from."""

    kafka_certificate: Path | None = None
    """PEM file with our own certificate, for mutual TLS."""

    kafka_key: Path | None = None
    """PEM file with the private key of our certificate."""

    kafka_key_password: str | None = field(default=None, repr=False)
    kafka_mechanism: str = "SCRAM-SHA-512"
    """SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN."""

    kafka_user: str | None = None
    kafka_password: str | None = field(default=None, repr=False)
    kafka_connect_seconds: int = 20
    """How long is tried before the brokers count as out of reach."""

    kafka_copies: int = 3
    """Copies of each partition that ``caratrace topics apply`` asks for; not more than there are brokers."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Settings of this process. Raises ``ConfigurationError`` for an unknown name or a value that cannot be."""
        known = {PREFIX + field.name.upper(): field.name for field in fields(cls)}
        given = {
            key: value for key, value in environment.items() if key.startswith(PREFIX) and not key.startswith(OF_TESTS)
        }
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise ConfigurationError(f"unknown setting {unknown[0]}; known are {', '.join(sorted(known))}")
        read: dict[str, Any] = {known[key]: _read(key, value) for key, value in given.items()}
        return cls(**read)

    def at(self, home: Path) -> Settings:
        """The same settings in another folder."""
        return replace(self, home=home)


_KINDS: dict[str, str] = {PREFIX + setting.name.upper(): str(setting.type) for setting in fields(Settings)}


def _read(key: str, value: str) -> Path | int | str | ClickhouseAddress:
    kind = _KINDS[key].removesuffix(" | None")
    if kind == "ClickhouseAddress":
        return parse_address(value)
    if kind == "Path":
        if not value.strip():
            raise ConfigurationError(f"{key} must name a folder; got {value!r}; leave it out to use the default")
        return Path(value)
    if kind == "str":
        if not value:
            raise ConfigurationError(f"{key} must not be empty; unset it to leave it out")
        return value
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise ConfigurationError(f"{key} must be a whole number of at least 1; got {value!r}")
    return int(value)
