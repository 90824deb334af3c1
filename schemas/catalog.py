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
    return bytes.fromhex(fastavro_fingerprint(to_parsing_canonical_form(inline(name)), "CRC-64-AVRO"))
