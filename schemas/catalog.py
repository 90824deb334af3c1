"""The Avro schemas, as they lie in ``schemas/avro``: found by folder, joined by the names they use of each other."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import fastavro
from fastavro.schema import fingerprint as fastavro_fingerprint
from fastavro.schema import to_parsing_canonical_form

from schemas.errors import ConfigurationError

NAMESPACE = "caratrace.custody.v1"
"""Namespace of every schema of this version of the contract."""

Schema = dict[str, Any]


def read_folder(folder: Traversable) -> dict[str, Schema]:
    """Every ``.avsc`` file of a folder as JSON, by the name of its type, which is also the name of the file."""
    found: dict[str, Schema] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".avsc"):
            found[entry.name.removesuffix(".avsc")] = _read_file(entry)
    return found


def _read_file(entry: Traversable) -> Schema:
    try:
        source = json.loads(entry.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigurationError(f"{entry}: expected an Avro schema as JSON, got an error in it: {error}") from None
    name = source.get("name") if isinstance(source, dict) else None
    if f"{name}.avsc" != entry.name:
        raise ConfigurationError(
            f"{entry}: expected the definition of {entry.name[:-5]}, got that of {name}; rename it"
        )
    return dict(source)


@functools.cache
def _sources() -> dict[str, Schema]:
    found = read_folder(resources.files("schemas") / "avro")
    if not found:
        raise ConfigurationError("no .avsc file in schemas/avro; the installation is incomplete, install again")
    return found


def sources() -> Mapping[str, Schema]:
    """The JSON of every ``.avsc`` file by name, as ``source`` gives it."""
    return _sources()


def names() -> tuple[str, ...]:
    """Names of all types, without namespace, sorted."""
    return tuple(sorted(_sources()))


def source(name: str) -> Schema:
    """The JSON of one ``.avsc`` file, which names other types without repeating them; do not change it."""
    try:
        return _sources()[name]
    except KeyError:
        raise ConfigurationError(f"no schema {name}; there are {', '.join(names())}") from None


def inline(name: str) -> Schema:
    """The schema of ``name`` with every type it uses written out at its first use, as one self-contained JSON."""
    return write_out(source(name), _sources())


def write_out(schema: Schema, sources: Mapping[str, Schema]) -> Schema:
    """``schema`` with every type it uses of ``sources`` written out at its first use."""
    written: Schema = _written_out(schema, sources, {schema["name"]})
    return written


def _written_out(node: Any, sources: Mapping[str, Schema], written: set[str]) -> Any:
    if isinstance(node, str):
        if node not in sources:
            return node
        if node in written:
            return f"{sources[node]['namespace']}.{node}"
        written.add(node)
        return _written_out(sources[node], sources, written)
    if isinstance(node, list):
        return [_written_out(branch, sources, written) for branch in node]
    if node["type"] == "record":
        fields = [{**field, "type": _written_out(field["type"], sources, written)} for field in node["fields"]]
        return {**node, "fields": fields}
    if node["type"] == "array":
        return {**node, "items": _written_out(node["items"], sources, written)}
    return dict(node)


def taken_apart(schema: Schema) -> dict[str, Schema]:
    """The opposite of ``write_out``: every type of ``schema`` by itself, with the names of the others in it."""
    found: dict[str, Schema] = {}
    _taken_apart(schema, found)
    return found


def _taken_apart(node: Any, found: dict[str, Schema]) -> Any:
    """What stands in place of ``node`` once the types that are defined in it stand in ``found``."""
    if isinstance(node, str):
        return node.rpartition(".")[2]
    if isinstance(node, list):
        return [_taken_apart(branch, found) for branch in node]
    if node["type"] == "array":
        return {**node, "items": _taken_apart(node["items"], found)}
    if node["type"] == "record":
        fields = [{**field, "type": _taken_apart(field["type"], found)} for field in node["fields"]]
        node = {**node, "fields": fields}
    if "name" not in node:
        return node
    found[node["name"]] = node
    return node["name"]


@functools.cache
def schema(name: str) -> Schema:
    """The schema of ``name`` as fastavro wants it."""
    parsed = fastavro.parse_schema(inline(name))
    assert isinstance(parsed, dict)
    return parsed


@functools.cache
def fingerprint(name: str) -> bytes:
    """CRC-64-AVRO of the canonical form, 8 bytes, little-endian: how a single-object message names its schema.

    It does not see logical types, defaults and aliases: ``schemas.compatibility`` refuses changes only there.
    """
    return fingerprint_of(inline(name))


def fingerprint_of(schema: Schema) -> bytes:
    """The same of any self-contained schema that fastavro can parse."""
    return bytes.fromhex(fastavro_fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))


OLDER = "older"
RELEASED = "released.json"


@functools.cache
def _packaged() -> tuple[dict[str, list[str]], dict[str, tuple[Schema, ...]]]:
    folder = resources.files("schemas") / "avro"
    return read_released(folder), read_older(folder)


def released(kind: str) -> list[str]:
    """Fingerprints, as hexadecimal text, of every version of the message ``kind``, oldest first; the last is ours."""
    return _packaged()[0].get(kind, [])


def older(kind: str) -> tuple[Schema, ...]:
    """Every version of the message ``kind`` before ours, self-contained, oldest first."""
    return _packaged()[1].get(kind, ())


@functools.cache
def _first_fields() -> dict[str, frozenset[str]]:
    """The fields of each record when it first stood in a version of a message."""
    found: dict[str, frozenset[str]] = {}
    for kind in _packaged()[0]:
        for version in (*older(kind), inline(kind)):
            for name, part in taken_apart(version).items():
                found.setdefault(name, frozenset(field["name"] for field in part.get("fields", ())))
    return found


def later_fields(name: str) -> list[Schema]:
    """The fields that the record ``name`` did not have in the first version of the messages that use it."""
    first = _first_fields().get(name)
    return [field for field in source(name)["fields"] if first is not None and field["name"] not in first]


def read_released(folder: Traversable) -> dict[str, list[str]]:
    """``released.json`` of a folder of schemas: the fingerprints of all versions by kind of message, oldest first."""
    place = folder / RELEASED
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        return {str(kind): [str(fingerprint) for fingerprint in listed] for kind, listed in found.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ConfigurationError(f"{place}: expected fingerprints by kind as JSON, got an error: {error}") from None


def read_older(folder: Traversable) -> dict[str, tuple[Schema, ...]]:
    """The versions in the folder ``older`` below a folder of schemas, in the order of its ``released.json``.

    Raises ``ConfigurationError`` for a file that is not what its name, ``Kind.fingerprint.avsc``, says, and unless
    the files are exactly those of the versions before the last.
    """
    wanted = {
        f"{kind}.{hexadecimal}": kind for kind, listed in read_released(folder).items() for hexadecimal in listed[:-1]
    }
    place = folder / OLDER
    entries = [entry for entry in place.iterdir() if entry.name.endswith(".avsc")] if place.is_dir() else []
    there = {entry.name.removesuffix(".avsc"): entry for entry in entries}
    if there.keys() != wanted.keys():
        odd = ", ".join(sorted(there.keys() ^ wanted.keys()))
        raise ConfigurationError(
            f"{place}: expected a file for each version that {RELEASED} lists before the last, and no other; see {odd}"
        )
    found: dict[str, tuple[Schema, ...]] = {}
    for name, kind in wanted.items():
        found[kind] = (*found.get(kind, ()), _read_version(there[name], name))
    return found


def _read_version(entry: Traversable, expected: str) -> Schema:
    try:
        schema = json.loads(entry.read_text(encoding="utf-8"))
        is_named = f"{schema['name']}.{fingerprint_of(schema).hex()}"
    except Exception as error:  # fastavro raises whatever a schema provokes
        raise ConfigurationError(f"{entry}: expected an Avro schema as JSON, got an error in it: {error}") from None
    if is_named != expected:
        raise ConfigurationError(f"{entry}: expected the schema {expected}, got {is_named}; a version never changes")
    return dict(schema)
