"""SQL files that explain themselves: a header of comments says what the file is for, takes and gives.

::

    -- question: Who held a lot on a day?
    -- parameter lot String: the lot's id
    -- column custodian String: the party that held it,
    --   a line that begins with three spaces goes on
    SELECT ...

A file that is empty, misnamed, or says something else than it does stops the program that reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from schemas.errors import ConfigurationError
from schemas.ports import RowStore, Table, Value
from sinks.parameters import Parameter, ParameterError, is_supported

_NAME = re.compile(r"[a-z][a-z0-9_]*\.sql")
_TYPED = re.compile(r"(parameter|column) ([a-z][a-z0-9_]*) (.+?): (.+)")
_FIELD = re.compile(r"([a-z_]+): (.+)")
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*):([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer; ``type_name`` is ClickHouse's."""

    name: str
    type_name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A file with its header read: ``fields`` are the lines that are neither parameters nor columns."""

    name: str
    fields: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    columns: tuple[Column, ...]
    sql: str

    def run(self, store: RowStore, values: Mapping[str, Value]) -> Table:
        """The answer of ``store``. Raises ``ParameterError`` for a missing, unknown or ill-typed parameter."""
        unknown = sorted(set(values) - set(self.parameters))
        missing = sorted(p.name for p in self.parameters.values() if p.name not in values and not p.is_optional)
        if unknown or missing:
            raise ParameterError(
                f"{self.name}: " + "; ".join(_complaints(missing, unknown)) + f". It takes {self._signature()}"
            )
        given = {name: parameter.check(values.get(name)) for name, parameter in self.parameters.items()}
        return store.query(f"-- {self.name}\n{self.sql}", given)

    def parse(self, texts: Mapping[str, str]) -> dict[str, Value]:
        """Values of parameters that a person wrote as text; unknown names are left for ``run`` to refuse."""
        return {n: self.parameters[n].parse(text) if n in self.parameters else text for n, text in texts.items()}

    def _signature(self) -> str:
        named = [p.name if not p.is_optional else f"{p.name} (optional)" for p in self.parameters.values()]
        return ", ".join(named) or "no parameters"


def _complaints(missing: list[str], unknown: list[str]) -> Iterable[str]:
    if missing:
        yield f"missing parameter {', '.join(missing)}"
    if unknown:
        yield f"unknown parameter {', '.join(unknown)}"


def read_sql_files(
    folder: Traversable, required: frozenset[str], optional: frozenset[str], *, settings: bool = False
) -> list[SqlFile]:
    """Every SQL file of a folder, by name. Raises ``ConfigurationError``; a folder without one is an error too."""
    files = [file for file in folder.iterdir() if not file.name.startswith("__")]
    found = [
        read_sql(file.name, file.read_text(encoding="utf-8"), required, optional, settings=settings) for file in files
    ]
    if not found:
        raise ConfigurationError(f"expected SQL files in {folder}, found none")
    return sorted(found, key=lambda file: file.name)


def read_sql(
    file_name: str, text: str, required: frozenset[str], optional: frozenset[str], *, settings: bool = False
) -> SqlFile:
    """One file; ``required`` and ``optional`` are the fields its header must and may have.

    With ``settings`` a field may also give the value of a parameter, by having its name.
    """
    if not _NAME.fullmatch(file_name):
        raise ConfigurationError(f"expected a file named like trace_back.sql, got {file_name}")
    header, sql = _split(file_name, text)
    fields: dict[str, str] = {}
    parameters: dict[str, Parameter] = {}
    columns: dict[str, Column] = {}
    for line in header:
        if typed := _TYPED.fullmatch(line):
            kind, name, type_name, meaning = typed.groups()
            _refuse_double(file_name, name, parameters if kind == "parameter" else columns)
            if kind == "parameter":
                parameters[name] = Parameter(name, type_name, meaning)
            else:
                columns[name] = Column(name, type_name, meaning)
        elif field := _FIELD.fullmatch(line):
            _refuse_double(file_name, field[1], fields)
            fields[field[1]] = field[2]
        else:
            raise ConfigurationError(f"{file_name}: expected 'field: text' in the header, got {line!r}")
    _check(file_name, fields, required, optional | set(parameters) if settings else optional, columns)
    _check_placeholders(file_name, sql, parameters)
    return SqlFile(file_name.removesuffix(".sql"), fields, parameters, tuple(columns.values()), sql)


def _split(file_name: str, text: str) -> tuple[list[str], str]:
    """The header's entries and the statement below it."""
    header: list[str] = []
    lines = text.splitlines()
    below = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    for line in lines[:below]:
        content = line.removeprefix("--").removeprefix(" ")
        if content.startswith("  ") and header:
            header[-1] += " " + content.strip()
        else:
            header.append(content.strip())
    sql = "\n".join(lines[below:]).strip()
    if not header or not sql:
        raise ConfigurationError(f"{file_name}: expected a header of comments and a statement below it")
    if ";" in sql:
        raise ConfigurationError(f"{file_name}: expected one statement without a semicolon")
    return header, sql


def _refuse_double(file_name: str, name: str, known: Mapping[str, object]) -> None:
    if name in known:
        raise ConfigurationError(f"{file_name}: {name} stands twice in the header")


def _check(
    file_name: str,
    fields: Mapping[str, str],
    required: frozenset[str],
    optional: frozenset[str],
    columns: Mapping[str, Column],
) -> None:
    missing, unknown = required - set(fields), set(fields) - required - optional
    if missing or unknown:
        raise ConfigurationError(f"{file_name}: header lacks {sorted(missing)}, and has unknown {sorted(unknown)}")
    if not columns:
        raise ConfigurationError(f"{file_name}: the header names no column")


def _check_placeholders(file_name: str, sql: str, parameters: Mapping[str, Parameter]) -> None:
    for name, type_name in _PLACEHOLDER.findall(sql):
        if name not in parameters or parameters[name].type_name != type_name:
            raise ConfigurationError(f"{file_name}: {{{name}:{type_name}}} is not what the header says of {name}")
    unused = sorted(set(parameters) - {name for name, _ in _PLACEHOLDER.findall(sql)})
    if unused:
        raise ConfigurationError(f"{file_name}: the statement does not use the parameter {', '.join(unused)}")
    odd = sorted(p.name for p in parameters.values() if not is_supported(p.type_name))
    if odd:
        raise ConfigurationError(f"{file_name}: parameter {', '.join(odd)} has a type that nothing can fill")
