"""What each schema means in Python: its class, the reader of its binary form, and the way from a value to a datum.

A datum is what fastavro writes: a dict for a record, a pair of name and dict for a branch of a union of records.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from types import ModuleType
from typing import Any

import fastavro

from schemas import binary, catalog, events, findings, records
from schemas.binary import Reader
from schemas.catalog import Schema
from schemas.errors import MalformedInput

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


class Readers:
    """Reads one version of the schemas, given type by type, into the classes of this program.

    A field that the version does not have gets its default.
    """

    def __init__(self, sources: Mapping[str, Schema]) -> None:
        self._sources = sources
        self._known: dict[str, Reader] = {}

    def of(self, name: str) -> Reader:
        """What reads a record or an enum from Avro binary into its class."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._make(name)
        return found

    def _make(self, name: str) -> Reader:
        source, kind = self._sources[name], python_type(name)
        if source["type"] == "enum":
            return binary.enum_reader({index: kind(symbol) for index, symbol in enumerate(source["symbols"])})
        return self.fields(kind, source["fields"], catalog.source(name)["fields"])

    def fields(self, make: Callable[..., Any], fields: Sequence[Schema], ours: Sequence[Schema]) -> Reader:
        """What reads ``fields`` one after the other, and makes something of what is wanted: the fields of ``ours``."""
        read = [(field["name"], self._reader_of(field["type"])) for field in fields]
        return binary.record_reader(_filling(make, fields, ours), read)

    def _reader_of(self, node: Any) -> Reader:
        if isinstance(node, str):
            return _PRIMITIVES[node] if node in _PRIMITIVES else self.of(node)
        if isinstance(node, list):
            if node[0] == "null":
                return binary.optional_reader(self._reader_of(node[1]))
            return binary.union_reader([self._reader_of(branch) for branch in node], node, "unknown_body")
        if node["type"] == "array":
            return binary.list_reader(self._reader_of(node["items"]))
        return _LOGICAL[node["logicalType"]] if "logicalType" in node else _PRIMITIVES[node["type"]]


def _filling(make: Callable[..., Any], fields: Sequence[Schema], ours: Sequence[Schema]) -> Callable[..., Any]:
    """``make`` as it is where ``fields`` are those of ours; else with what they have, and defaults for the rest."""
    names = [field["name"] for field in fields]
    if names == [field["name"] for field in ours]:
        return make
    places = [(names.index(one["name"]), None) if one["name"] in names else (-1, default_of(one)) for one in ours]
    return lambda *values: make(*(default if place < 0 else values[place] for place, default in places))


def default_of(field: Schema) -> Any:
    """What a field of ours has in a message that was written before there was such a field."""
    alone = {"type": "record", "name": "Default", "namespace": catalog.NAMESPACE, "fields": [field]}
    output = io.BytesIO()
    fastavro.schemaless_writer(output, fastavro.parse_schema(catalog.write_out(alone, catalog.sources())), {})
    value, _ = ours().fields(lambda value: value, [field], [field])(output.getvalue(), 0)
    return value


@functools.cache
def ours() -> Readers:
    """What reads the schemas of this program."""
    return Readers(catalog.sources())


def reader(name: str) -> Reader:
    """What reads a record or an enum of this program's version."""
    return ours().of(name)


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


def written(schema: Schema, to_datum: ToDatum, value: Any) -> bytes:
    """``value`` as Avro binary. Raises ``MalformedInput`` (bad_value) for what ``schema`` cannot hold."""
    output = io.BytesIO()
    try:
        fastavro.schemaless_writer(output, schema, to_datum(value))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        message = f"{type(value).__name__} cannot be written as Avro: {type(error).__name__}: {error}"
        raise MalformedInput("bad_value", message) from error
    return output.getvalue()
