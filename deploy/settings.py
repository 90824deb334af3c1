"""Settings: read once from the environment, checked, frozen. Units stand last in the names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from deploy.listen import ListenAddress, parse_listen
from schemas.errors import ConfigurationError
from sinks.clickhouse_address import ClickhouseAddress, parse_address

PREFIX = "CARATRACE_"

OF_TESTS = ("CARATRACE_TEST_", "CARATRACE_ORACLES")
"""Beginnings of variables that only tests look at."""


class LogLevel(StrEnum):
    """From which severity on something is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class Framing(StrEnum):
    """How messages are written to the topics that others read; both are always read."""

    SINGLE_OBJECT = "single-object"
    CONFLUENT = "confluent"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose. Each field ``name`` is read from ``CARATRACE_NAME``."""

    home: Path = Path(".caratrace")
    """Folder of the local runtime: log and histories (SQLite) and rows (chDB)."""

    reference: Path | None = None
    """Folder with the operator's own tables (``load.load_reference``), added to the packaged data."""

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

    health: ListenAddress | None = None
    """``host:port`` where a worker, a sink and their supervisor answer /live, /ready and /metrics; off without it."""

    health_beat_seconds: int = 30
    """A process is alive while its loop comes round at least this often."""

    health_lag_records: int = 10_000
    """A process is ready while no part of it is farther behind the end of its log."""

    health_still_seconds: int = 60
    """A process is ready while no part of it stands still longer than this with records to take."""

    log_level: LogLevel = LogLevel.INFO
    """From which severity on long-running processes log."""

    schema_registry: str | None = None
    """URL of a schema registry with Confluent's API, without user and password."""

    schema_registry_user: str | None = None
    schema_registry_password: str | None = field(default=None, repr=False)
    schema_registry_ca: Path | None = None
    """PEM file with the certificates that the registry's certificate must come from."""

    schema_registry_certificate: Path | None = None
    """PEM file with our own certificate, for mutual TLS."""

    schema_registry_key: Path | None = None
    """PEM file with the private key of our certificate."""

    schema_registry_key_password: str | None = field(default=None, repr=False)
    schema_registry_seconds: int = 5
    """How long is waited for an answer of the registry."""

    wire_format: Framing = Framing.SINGLE_OBJECT
    """How messages are written; ``confluent`` needs a schema registry."""

    stores: Path | None = None
    """Folder of this worker's own with the stores of the judge; the folder judge in the home folder without it."""

    snapshots: Path | None = None
    """Folder of the snapshots of stores; the folder snapshots in the home folder without it."""

    kafka_session_seconds: int = 30
    """A worker or sink that is not heard of for so long has lost its partitions to others."""

    router_linger_ms: int = 50
    """How long the router lets events gather into batches: less means sooner, more means cheaper."""

    refused_percent: int = 20
    """A worker stops when more of the last 1,000 events than this were refused."""

    tick_seconds: int = 60
    """How often the judges are told what time it is, which is what makes deadlines due."""

    check_seconds: int = 3
    """How often a worker looks whether messages are missing at the end of its partitions."""

    sink_age_ms: int = 500
    """How long a record waits in the sink for others that are stored with it."""

    sink_records: int = 50_000
    """Records of the log that the sink stores together at most."""

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

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that must not be shown to anybody."""
        hidden = [getattr(self, setting.name) for setting in fields(self) if not setting.repr]
        hidden.append(self.clickhouse.password if self.clickhouse else None)
        return tuple(value for value in hidden if isinstance(value, str) and value)

    def at(self, home: Path) -> Settings:
        """The same settings in another folder."""
        return replace(self, home=home)


_KINDS: dict[str, str] = {PREFIX + setting.name.upper(): str(setting.type) for setting in fields(Settings)}


def _log_level(text: str) -> LogLevel:
    if text.upper() not in LogLevel.__members__:
        raise ConfigurationError(f"expected one of {', '.join(LogLevel)}, got {text!r}")
    return LogLevel(text.upper())


def _framing(text: str) -> Framing:
    if text not in set(Framing):
        raise ConfigurationError(f"expected one of {', '.join(Framing)}, got {text!r}")
    return Framing(text)


def _health_address(text: str) -> ListenAddress:
    found = parse_listen(text)
    if found.port == 0:
        raise ConfigurationError(f"expected the port that probes will ask, got {text!r}")
    return found


_PARSERS: dict[str, Callable[[str], Any]] = {
    "ClickhouseAddress": parse_address, "ListenAddress": _health_address, "LogLevel": _log_level,
    "Framing": _framing,
}  # fmt: skip


def _read(key: str, value: str) -> Any:
    kind = _KINDS[key].removesuffix(" | None")
    if kind in _PARSERS:
        try:
            return _PARSERS[kind](value)
        except ConfigurationError as error:
            raise ConfigurationError(f"{key}: {error}") from None
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
