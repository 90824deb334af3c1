"""The Avro schemas, as they lie in ``schemas/avro``: found by folder, joined by the names they use of each other."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import fastavro
from fastavro.schema import fingerprint as fastavro_fingerprint
from fastavro.schema import to_parsing_canonical_form

from schemas.errors import ConfigurationError

NAMESPACE = "caratrace.custody.v1"
"""Namespace of every schema of this version of the contract."""

Schema = dict[str, Any]


@functools.cache
def _sources() -> dict[str, Schema]:
    """Every ``.avsc`` file as JSON, by the name of its type."""
    found: dict[str, Schema] = {}
    for entry in sorted((resources.files("schemas") / "avro").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".avsc"):
            source = json.loads(entry.read_text(encoding="utf-8"))
            if entry.name != f"{source['name']}.avsc":
                raise ConfigurationError(f"{entry.name} defines {source['name']}; name the file after its type")
            found[source["name"]] = source
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
    return _written_out(source(name), set())


def _written_out(node: Any, written: set[str]) -> Any:
    if isinstance(node, str):
        return _named(node, written) if node in _sources() else node
    if isinstance(node, list):
        return [_written_out(branch, written) for branch in node]
    if node["type"] == "record":
        written.add(node["name"])
        fields = [{**field, "type": _written_out(field["type"], written)} for field in node["fields"]]
        return {**node, "fields": fields}
    if node["type"] == "array":
        return {**node, "items": _written_out(node["items"], written)}
    return dict(node)


def _named(name: str, written: set[str]) -> Any:
    if name in written:
        return f"{NAMESPACE}.{name}"
    written.add(name)
    return _written_out(source(name), written)


def uses(name: str) -> Iterator[str]:
    """Names of the types that the file of ``name`` mentions, itself excepted."""
    text = json.dumps(source(name))
    return (other for other in names() if other != name and f'"{other}"' in text)


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
