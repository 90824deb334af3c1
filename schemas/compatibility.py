"""Which change of a schema is allowed: old messages stay readable, old readers read new ones, and nothing changes its
meaning.

BACKWARD (the new schema reads what the old one wrote) and FORWARD (the old schema reads what the new one wrote) are
judged by the checker of the ``avro`` package. It is blind to what does not change the bytes: units, logical types,
scales, defaults, aliases, namespaces, the order of symbols, text read as bytes. Those are MEANING, judged here.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import avro.schema
from avro.compatibility import ReaderWriterCompatibilityChecker, SchemaCompatibilityType
from avro.errors import AvroException, IgnoredLogicalType

from schemas import catalog
from schemas.catalog import Schema
from schemas.errors import ConfigurationError

_ABSENT = "absent"
_PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"}


class Direction(StrEnum):
    """What a change would break."""

    BACKWARD = "BACKWARD"
    FORWARD = "FORWARD"
    MEANING = "MEANING"


@dataclass(frozen=True, slots=True)
class Problem:
    """A change that is not allowed: ``kind`` is a code, ``path`` the names that lead there."""

    direction: Direction
    kind: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.direction} {self.kind} at {self.path}: {self.message}"


def check_files(old: Path, new: Path) -> list[Problem]:
    """Compare two ``.avsc`` files; types they mention are looked for beside them.

    Raises ``ConfigurationError`` for files that are no schemas.
    """
    return check(_read(old), _read(new))


def _read(path: Path) -> Schema:
    if not path.is_file() or path.suffix != ".avsc":
        raise ConfigurationError(f"{path}: expected an .avsc file, found none; name a file of schemas/avro or a copy")
    sources = catalog.read_folder(path.parent)
    try:
        return catalog.write_out(sources[path.stem], sources)
    except (KeyError, TypeError) as error:
        raise ConfigurationError(f"{path}: expected a complete Avro schema, got one without {error}") from error


def check(old: Schema, new: Schema) -> list[Problem]:
    """Everything that forbids ``new`` to take the place of ``old``; both are self-contained. Empty if it may."""
    problems = [*_resolution(Direction.BACKWARD, new, old), *_resolution(Direction.FORWARD, old, new)]
    return problems + list(_Comparison(old, new).problems())


def _resolution(direction: Direction, reader: Schema, writer: Schema) -> Iterator[Problem]:
    checker = ReaderWriterCompatibilityChecker()  # type: ignore[no-untyped-call]
    result = checker.get_compatibility(_parsed(reader), _parsed(writer))
    if result.compatibility is not SchemaCompatibilityType.compatible:
        kinds = sorted({kind.value for kind in result.incompatibilities})
        places, messages = sorted(result.locations), sorted(result.messages)
        yield Problem(direction, " ".join(kinds), ", ".join(places), "; ".join(messages))


def _parsed(schema: Schema) -> avro.schema.Schema:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", IgnoredLogicalType)
            return avro.schema.parse(json.dumps(schema))
    except AvroException as error:
        raise ConfigurationError(
            f"{schema.get('name', 'schema')}: expected an Avro schema, got an error: {error}"
        ) from error


class _Comparison:
    """Walks two schemas side by side and compares what the bytes do not show."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._top = old, new
        self._old = dict(_definitions(old, ""))
        self._new = dict(_definitions(new, ""))
        self._seen: set[tuple[str, str]] = set()

    def problems(self) -> Iterator[Problem]:
        """Every change of meaning."""
        old, new = self._top
        return self._nodes(old, new, str(new.get("name", "schema")))

    def _nodes(self, old: Any, new: Any, path: str) -> Iterator[Problem]:
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        if isinstance(old, list) or isinstance(new, list):
            yield from self._unions(_branches(old), _branches(new), path)
            return
        if old["type"] != new["type"]:
            if {old["type"], new["type"]} == {"string", "bytes"}:
                yield _meaning("type", path, old["type"], new["type"], "give the new field another name")
            return
        for attribute in ("logicalType", "precision", "scale", "unit"):
            yield from _attribute(old, new, attribute, path)
        if "name" in old and "name" in new:
            yield from self._named(old, new, path)
        for inner in ("items", "values"):
            if inner in old and inner in new:
                yield from self._nodes(old[inner], new[inner], f"{path}[]")

    def _named(self, old: Schema, new: Schema, path: str) -> Iterator[Problem]:
        pair = _full_name(old, ""), _full_name(new, "")
        if pair in self._seen:
            return
        self._seen.add(pair)
        if pair[0] != pair[1]:
            yield _meaning("name", path, *pair, "a new name is a new type")
        yield from _attribute(old, new, "aliases", path)
        if old["type"] == "enum":
            yield from _attribute(old, new, "default", path)
            yield from _symbols(old["symbols"], new["symbols"], path)
        if "fields" in old:
            yield from self._fields(old, new, path)

    def _fields(self, old: Schema, new: Schema, path: str) -> Iterator[Problem]:
        before = {field["name"]: field for field in old["fields"]}
        for field in new["fields"]:
            place = f"{path}.{field['name']}"
            if field["name"] not in before:
                if "aliases" in field:
                    yield _meaning("aliases", place, _ABSENT, field["aliases"], "libraries resolve aliases differently")
                continue
            known = before[field["name"]]
            for attribute in ("default", "aliases"):
                yield from _attribute(known, field, attribute, place)
            yield from self._nodes(known["type"], field["type"], place)

    def _unions(self, old: list[Any], new: list[Any], path: str) -> Iterator[Problem]:
        after = {_branch_name(branch, self._new): branch for branch in new}
        for branch in old:
            name = _branch_name(branch, self._old)
            if name in after:
                yield from self._nodes(branch, after[name], path if len(old) <= 2 else f"{path}<{name}>")


def _meaning(kind: str, path: str, old: Any, new: Any, advice: str) -> Problem:
    return Problem(
        Direction.MEANING, kind, path, f"expected {json.dumps(old)} as before, got {json.dumps(new)}; {advice}"
    )


_ADVICE = {
    "aliases": "libraries resolve aliases differently",
    "default": "old messages would change what they say",
    "logicalType": "the same number would mean another thing; give the new field another name",
    "precision": "old decimals would not fit; give the new field another name",
    "scale": "the same digits would mean another number; give the new field another name",
    "unit": "the same number would mean another amount; give the new field another name",
}


def _attribute(old: Schema, new: Schema, name: str, path: str) -> Iterator[Problem]:
    before, after = old.get(name, _ABSENT), new.get(name, _ABSENT)
    if before != after or type(before) is not type(after):
        yield _meaning(name, path, before, after, _ADVICE[name])


def _symbols(old: list[str], new: list[str], path: str) -> Iterator[Problem]:
    kept = [symbol for symbol in new if symbol in old]
    gone = [symbol for symbol in old if symbol not in new]
    if gone:
        yield _meaning("symbol_removed", path, gone, _ABSENT, "old messages hold it; keep it")
    if new[: len(kept)] != [symbol for symbol in old if symbol in new]:
        yield _meaning("symbol_order", path, old, new, "add new symbols at the end")


def _definitions(node: Any, namespace: str) -> Iterator[tuple[str, Schema]]:
    """Every named type inside a schema, by full name."""
    if isinstance(node, list):
        for branch in node:
            yield from _definitions(branch, namespace)
    if isinstance(node, dict):
        if "name" in node:
            name = _full_name(node, namespace)
            namespace = name.rpartition(".")[0]
            yield name, node
        for field in node.get("fields", ()):
            yield from _definitions(field["type"], namespace)
        for inner in ("type", "items", "values"):
            yield from _definitions(node.get(inner), namespace)


def _full_name(node: Schema, namespace: str) -> str:
    name, own = str(node["name"]), node.get("namespace", namespace)
    return name if "." in name or not own else f"{own}.{name}"


def _resolved(node: Any, definitions: dict[str, Schema]) -> Any:
    """A node as a list of branches or as a dict with its type in it."""
    if isinstance(node, str):
        if node in _PRIMITIVES:
            return {"type": node}
        found = [schema for name, schema in definitions.items() if name == node or name.rpartition(".")[2] == node]
        return found[0]
    if isinstance(node, dict) and isinstance(node["type"], dict):
        return _resolved(node["type"], definitions)
    return node


def _branches(node: Any) -> list[Any]:
    return node if isinstance(node, list) else [node]


def _branch_name(node: Any, definitions: dict[str, Schema]) -> str:
    resolved = _resolved(node, definitions)
    return str(resolved.get("name", resolved["type"])).rpartition(".")[2]
