"""Messages as plain JSON: the field names of Avro, whole thousandths of a carat and US cents, ISO 8601 times.

Instants carry an offset (written as ``Z``), days are ``2024-03-01``, enums and UUIDs are text, bytes are base64, a body
is ``{"type": "CustodyReleased", ...}``. Fields with a default may be left out; those that came after the first version
of a schema are, so that an event reads the same whichever version writes it. Whatever is not understood is refused with
its path. Reasons of ``MalformedInput``: bad_json, unknown_field, missing_field, bad_value.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from schemas import catalog, jsonvalues, shapes
from schemas.catalog import Schema
from schemas.errors import MalformedInput
from schemas.events import CustodyEvent
from schemas.faults import Fault
from schemas.identity import with_derived_id

Json = Any
FromJson = Callable[[Json], Any]

_EVENT = CustodyEvent.__name__
_BODY_TYPE = "type"
_NO_ID = "00000000-0000-8000-8000-000000000000"
"""Stands in for an id until it is derived; it is not part of what it is derived from."""


def parse(text: str | bytes) -> Json:
    """JSON text as an object; a key that stands twice, NaN and over-deep nesting are refused."""
    try:
        return json.loads(text, object_pairs_hook=_each_key_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedInput("bad_json", f"expected JSON in UTF-8, got an error in it: {error}") from None


def _each_key_once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object")
    return found


def _no_constant(word: str) -> Json:
    raise ValueError(f"{word} is not JSON")


# ---------------------------------------------------------------------------------------------------------- to JSON


def to_json(value: Any) -> Json:
    """Any record of the contract as a JSON object."""
    return _to_json_of(type(value).__name__)(value)


def event_to_json(event: CustodyEvent) -> dict[str, Json]:
    """An event as a JSON object."""
    written: dict[str, Json] = to_json(event)
    return written


@cache
def _to_json_of(name: str) -> FromJson:
    source = catalog.source(name)
    if source["type"] == "enum":
        return str
    writers = [(field["name"], _writer(field["type"])) for field in source["fields"]]
    later = [(field["name"], shapes.default_of(field)) for field in catalog.later_fields(name)]
    if not later:
        return lambda value: {name: write(getattr(value, name)) for name, write in writers}
    return lambda value: _without_defaults({name: write(getattr(value, name)) for name, write in writers}, value, later)


def _without_defaults(written: dict[str, Json], value: Any, later: list[tuple[str, Any]]) -> Json:
    for name, default in later:
        if getattr(value, name) == default:
            del written[name]
    return written


def _writer(node: Any) -> FromJson:
    if isinstance(node, str):
        return {"bytes": _base64}.get(node) or (_to_json_of(node) if node in catalog.names() else _same)
    if isinstance(node, list):
        if node[0] != "null":
            return lambda value: {_BODY_TYPE: type(value).__name__} | to_json(value)
        write = _writer(node[1])
        return lambda value: None if value is None else write(value)
    if node["type"] == "array":
        each = _writer(node["items"])
        return lambda values: [each(value) for value in values]
    return {"timestamp-micros": _instant_text, "date": date.isoformat}.get(node.get("logicalType"), _same)


def _same(value: Any) -> Json:
    return value


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _instant_text(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


# -------------------------------------------------------------------------------------------------------- from JSON


def event_from_json(obj: Json, *, recorded_at: datetime | None = None) -> CustodyEvent:
    """The event that a JSON object describes; not checked for possibility (``schemas.validation``).

    A missing ``event_id`` is derived from the content, a missing ``recorded_at`` is the one given here, a missing
    ``utc_offset_minutes`` is the offset in which ``occurred_at`` is written. Raises ``MalformedInput``.
    """
    if not isinstance(obj, dict):
        raise MalformedInput("bad_value", f"expected a JSON object with an event, got {jsonvalues.shown(obj)}")
    given = dict(obj)
    derive = given.get("event_id") is None
    if derive:
        given["event_id"] = _NO_ID
    if given.get("recorded_at") is None and recorded_at is not None:
        given["recorded_at"] = _instant_text(recorded_at)
    if given.get("utc_offset_minutes") is None:
        given["utc_offset_minutes"] = jsonvalues.offset_minutes(given.get("occurred_at"))
    event = from_json(_EVENT, given)
    assert isinstance(event, CustodyEvent)
    return with_derived_id(event) if derive else event


def from_json(name: str, obj: Json) -> Any:
    """The record ``name`` that a JSON object describes. Raises ``MalformedInput`` with the path of what is wrong."""
    try:
        return _from_json_of(name)(obj)
    except Fault as fault:
        raise MalformedInput(fault.reason, str(fault)) from None


@cache
def _from_json_of(name: str) -> FromJson:
    source = catalog.source(name)
    kind = shapes.python_type(name)
    if source["type"] == "enum":
        return lambda obj: kind(jsonvalues.one_of(obj, source["symbols"]))
    fields = source["fields"]
    readers = {field["name"]: _reader(field["type"]) for field in fields}
    defaults = {field["name"]: readers[field["name"]](field["default"]) for field in fields if "default" in field}
    return lambda obj: kind(**_read_fields(obj, readers, defaults))


def _read_fields(obj: Json, readers: dict[str, FromJson], defaults: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(obj, dict):
        raise Fault("bad_value", f"expected a JSON object with {', '.join(readers)}, got {jsonvalues.shown(obj)}")
    for name in obj:
        if name not in readers:
            raise Fault("unknown_field", f"there is no such field{jsonvalues.suggestion(name, readers)}").below(name)
    values = dict(defaults)
    for name, read in readers.items():
        if name in obj:
            try:
                values[name] = read(obj[name])
            except Fault as fault:
                raise fault.below(name) from None
        elif name not in defaults:
            raise Fault("missing_field", "expected a value, got no such field; add it").below(name)
    return values


def _reader(node: Any) -> FromJson:
    if isinstance(node, str):
        return jsonvalues.PRIMITIVES[node] if node in jsonvalues.PRIMITIVES else _from_json_of(node)
    if isinstance(node, list):
        if node[0] != "null":
            return lambda obj: _read_body(obj, node)
        read = _reader(node[1])
        return lambda obj: None if obj is None else read(obj)
    if node["type"] == "array":
        return _list_of(_reader(node["items"]))
    return _annotated(node)


def _annotated(node: Schema) -> FromJson:
    if "logicalType" in node:
        return jsonvalues.LOGICAL[node["logicalType"]]
    read, advise = jsonvalues.PRIMITIVES[node["type"]], jsonvalues.ADVICE[node["unit"]]

    def with_advice(obj: Json) -> Any:
        try:
            return read(obj)
        except Fault as fault:
            raise Fault(fault.reason, f"{fault.message}; {advise(obj)}") from None

    return with_advice


def _list_of(read: FromJson) -> FromJson:
    def read_each(obj: Json) -> tuple[Any, ...]:
        if not isinstance(obj, list):
            raise Fault("bad_value", f"expected a list, got {jsonvalues.shown(obj)}")
        items: list[Any] = []
        for item in obj:
            try:
                items.append(read(item))
            except Fault as fault:
                raise fault.below(f"[{len(items)}]") from None
        return tuple(items)

    return read_each


def _read_body(obj: Json, names: list[str]) -> Any:
    if not isinstance(obj, dict):
        raise Fault("bad_value", f"expected a JSON object, got {jsonvalues.shown(obj)}")
    if _BODY_TYPE not in obj:
        raise Fault("missing_field", f"expected one of {', '.join(names)}, got no such field").below(_BODY_TYPE)
    try:
        name = jsonvalues.one_of(obj[_BODY_TYPE], names)
    except Fault as fault:
        raise fault.below(_BODY_TYPE) from None
    return _from_json_of(name)({key: value for key, value in obj.items() if key != _BODY_TYPE})
