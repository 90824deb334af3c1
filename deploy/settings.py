"""Settings: read once from the environment, checked, frozen. Units stand last in the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
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


def _read(key: str, value: str) -> Path | int | ClickhouseAddress:
    if key == PREFIX + "CLICKHOUSE":
        return parse_address(value)
    if key in {PREFIX + "HOME", PREFIX + "REFERENCE"}:
        if not value.strip():
            raise ConfigurationError(f"{key} must name a folder; got {value!r}; leave it out to use the default")
        return Path(value)
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise ConfigurationError(f"{key} must be a whole number of at least 1; got {value!r}")
    return int(value)
