"""Compliance questions, one SQL file each, found by walking this folder.

A new question is a new file; its header says what it asks, takes and gives (``sinks.sqlfiles``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from schemas.ports import RowStore, Table, Value
from sinks.parameters import Parameter
from sinks.sqlfiles import Column, SqlFile, read_sql_files

__all__ = ["OPTIONAL_FIELDS", "REQUIRED_FIELDS", "Query", "load_queries"]

REQUIRED_FIELDS = frozenset({"question"})
OPTIONAL_FIELDS = frozenset({"authority"})


@dataclass(frozen=True, slots=True)
class Query:
    """One question that a store can answer."""

    file: SqlFile

    @property
    def name(self) -> str:
        """Name of the file without its ending."""
        return self.file.name

    @property
    def question(self) -> str:
        """What it answers, in one sentence."""
        return self.file.fields["question"]

    @property
    def authority(self) -> str:
        """The law or scheme that makes people ask; empty where there is none."""
        return self.file.fields.get("authority", "")

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What it must be told."""
        return tuple(self.file.parameters.values())

    @property
    def columns(self) -> tuple[Column, ...]:
        """What it answers with."""
        return self.file.columns

    def run(self, store: RowStore, **values: Value) -> Table:
        """The answer. Raises ``ParameterError`` for a missing, unknown or ill-typed parameter."""
        return self.file.run(store, values)

    def run_texts(self, store: RowStore, texts: Mapping[str, str]) -> Table:
        """The answer for parameters that a person wrote as text."""
        return self.file.run(store, self.file.parse(texts))


def load_queries() -> dict[str, Query]:
    """All queries by name. Raises ``ConfigurationError`` for a file that is not what it says."""
    files = read_sql_files(resources.files("sinks").joinpath("queries"), REQUIRED_FIELDS, OPTIONAL_FIELDS)
    return {file.name: Query(file) for file in files}
