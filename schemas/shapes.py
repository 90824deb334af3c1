"""What each schema means in Python: its class, the reader of its binary form, and the way from a value to a datum.

A datum is what fastavro writes: a dict for a record, a pair of name and dict for a branch of a union of records.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from operator import attrgetter
from types import ModuleType
from typing import Any

from schemas import binary, catalog, events, findings, records
from schemas.binary import Reader
from schemas.catalog import Schema

ToDatum = Callable[[Any], Any]

_MODULES: tuple[ModuleType, ...] = (events, findings, records)
_PRIMITIVES: dict[str, Reader] = {
    "boolean": binary.read_boolean,
    "bytes": binary.read_bytes,
    "double": binary.read_double,
    "int": binary.read_int,
    "long": binary.read_long,
    "string": binary.read_text,
}
_LOGICAL: dict[str, Reader] = {
    "date": binary.read_date,
    "timestamp-micros": binary.read_instant,
    "uuid": binary.read_uuid,
}


def python_type(name: str) -> type[Any]:
    """The dataclass or enum of the schema ``name``."""
    found = next(getattr(module, name) for module in _MODULES if hasattr(module, name))
    assert isinstance(found, type)
    return found


@functools.cache
def reader(name: str) -> Reader:
    """What reads a record or an enum from Avro binary into its class."""
    source = catalog.source(name)
    kind = python_type(name)
    if source["type"] == "enum":
        return binary.enum_reader({index: kind(symbol) for index, symbol in enumerate(source["symbols"])})
    return fields_reader(kind, source["fields"])


def fields_reader(make: Callable[..., Any], fields: Iterable[Schema]) -> Reader:
    """What reads ``fields`` one after the other, and makes something of them."""
    return binary.record_reader(make, [(field["name"], _reader_of(field["type"])) for field in fields])


def _reader_of(node: Any) -> Reader:
    if isinstance(node, str):
        return _PRIMITIVES[node] if node in _PRIMITIVES else reader(node)
    if isinstance(node, list):
        if node[0] == "null":
            return binary.optional_reader(_reader_of(node[1]))
        return binary.union_reader([_reader_of(branch) for branch in node], node, "unknown_body")
    if node["type"] == "array":
        return binary.list_reader(_reader_of(node["items"]))
    return _LOGICAL[node["logicalType"]] if "logicalType" in node else _PRIMITIVES[node["type"]]


@functools.cache
def to_datum(name: str) -> ToDatum:
    """What turns a value of the class of ``name`` into a datum."""
    source = catalog.source(name)
    return fields_to_datum(source["fields"]) if source["type"] == "record" else _as_it_is


def fields_to_datum(fields: Iterable[Schema]) -> ToDatum:
    """What turns ``fields`` of a value into a datum."""
    kinds = {field["name"]: _to_datum_of(field["type"]) for field in fields}
    changing = [(name, change) for name, change in kinds.items() if change is not _as_it_is]
    names = list(kinds)
    values_of: Callable[[Any], Any] = attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, names[0])]

    def change_all(value: Any) -> dict[str, Any]:
        datum = dict(zip(names, values_of(value), strict=True))
        for name, change in changing:
            datum[name] = change(datum[name])
        return datum

    return change_all


def _as_it_is(value: Any) -> Any:
    return value


def _to_datum_of(node: Any) -> ToDatum:
    if isinstance(node, str):
        return _as_it_is if node in _PRIMITIVES else to_datum(node)
    if isinstance(node, list):
        if node[0] == "null":
            return _unless_none(_to_datum_of(node[1]))
        branches = {name: (f"{catalog.NAMESPACE}.{name}", to_datum(name)) for name in node}
        return lambda value: _branch(value, branches)
    return _each(_to_datum_of(node["items"])) if node["type"] == "array" else _as_it_is


def _unless_none(change: ToDatum) -> ToDatum:
    return change if change is _as_it_is else lambda value: None if value is None else change(value)


def _each(change: ToDatum) -> ToDatum:
    return change if change is _as_it_is else lambda values: [change(value) for value in values]


def _branch(value: Any, branches: dict[str, tuple[str, ToDatum]]) -> tuple[str, Any]:
    name, change = branches[type(value).__name__]
    return name, change(value)
