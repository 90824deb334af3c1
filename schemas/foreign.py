"""Is a record that somebody else's schema describes well-formed, and where does it end?

Schema and bytes both come from outside. Before a library is let near them, the schema must be one that cannot make a
few bytes grow: not recursive, not deep, at most four values for each byte. Then every length, index and count of a
record is checked against the bytes that are there, because libraries read index -1 as the last symbol or branch.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import fastavro
from fastavro.schema import SchemaParseException, UnknownType

from schemas import binary
from schemas.faults import Fault

MAX_SCHEMA_BYTES = 256 * 1024
MAX_JSON_DEPTH = 64
VALUES_PER_BYTE = 4

Walker = Callable[[bytes, int], int]


class Shape(NamedTuple):
    """What walks over one value, and by how much its values outnumber four for each of its bytes at worst."""

    walk: Walker
    excess: int


class ForeignSchema(NamedTuple):
    """A schema that is safe to read with: as fastavro wants it, and what finds the end of one well-formed record."""

    parsed: Any
    walk: Walker

    def end_of_record(self, buffer: bytes, at: int) -> int:
        """Where the record that begins at ``at`` ends. Raises ``Fault`` for one that is not well-formed."""
        try:
            return self.walk(buffer, at)
        except IndexError:
            raise Fault("truncated", "expected more bytes, got the end", len(buffer)) from None

    def read(self, record: bytes, reader: Any = None) -> Any:
        """The datum in ``record``, whose end was found, resolved to the schema ``reader``, or as its own schema says.

        Raises ``Fault`` for what cannot be resolved.
        """
        try:
            return fastavro.schemaless_reader(
                io.BytesIO(record), self.parsed, reader, return_record_name=True, return_record_name_override=True
            )
        except Exception as error:  # the library raises whatever the foreign schema and bytes provoke
            message = f"expected a record as the schema says, got {type(error).__name__}: {error}"
            raise Fault("bad_value", message) from None


def accept_schema(text: bytes) -> ForeignSchema:
    """The schema in ``text``. Raises ``Fault`` (bad_schema, too_large) for one that is not safe to use."""
    if len(text) > MAX_SCHEMA_BYTES:
        raise Fault("too_large", f"expected a schema of at most {MAX_SCHEMA_BYTES} bytes, got {len(text)}")
    try:
        described = json.loads(text)
        _check_depth(described)
        parsed = fastavro.parse_schema(described)
        top = _Shapes().of(parsed)
    except (
        ValueError,
        RecursionError,
        SchemaParseException,
        UnknownType,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        message = f"expected a schema in Avro's JSON, got an error in it: {type(error).__name__}: {error}"
        raise Fault("bad_schema", message) from None
    _check_excess(top, "a record")
    return ForeignSchema(parsed, top.walk)


def _check_depth(described: Any) -> None:
    level = [described]
    for _ in range(MAX_JSON_DEPTH):
        level = [inner for outer in level if isinstance(outer, dict | list) for inner in _parts(outer)]
        if not level:
            return
    raise ValueError(f"nested more than {MAX_JSON_DEPTH} deep")


def _parts(outer: dict[str, Any] | list[Any]) -> Sequence[Any]:
    return list(outer.values()) if isinstance(outer, dict) else outer


def _check_excess(shape: Shape, name: str) -> None:
    if shape.excess > 0:
        message = f"expected {name} of at most {VALUES_PER_BYTE} values for each byte, got more"
        raise Fault("bad_schema", f"{message}: null fields and empty records let a few bytes fill the memory")


class _Shapes:
    """Shapes of the types of one schema, by name once they are defined."""

    def __init__(self) -> None:
        self._named: dict[str, Shape | None] = {}

    def of(self, node: Any) -> Shape:
        """The shape of a node of a parsed schema."""
        if isinstance(node, str):
            return _PRIMITIVES[node] if node in _PRIMITIVES else self._reference(node)
        if isinstance(node, list):
            return _union([self.of(branch) for branch in node])
        kind = node["type"]
        if kind in ("record", "error"):
            self._named[node["name"]] = None
            fields = [(field["name"], self.of(field["type"])) for field in node["fields"]]
            return self._define(node["name"], _record(fields))
        if kind == "enum":
            return self._define(node["name"], _enum(node["symbols"]))
        if kind == "fixed":
            return self._define(node["name"], _fixed(node["size"]))
        if kind == "array":
            return _blocks(self.of(node["items"]), "an array")
        return _map(self.of(node["values"])) if kind == "map" else self.of(kind)

    def _define(self, name: str, shape: Shape) -> Shape:
        self._named[name] = shape
        return shape

    def _reference(self, name: str) -> Shape:
        shape = self._named[name]
        if shape is None:
            raise Fault("bad_schema", f"type {name} contains itself; recursive schemas are not read")
        return shape


def _boolean(buffer: bytes, at: int) -> int:
    return binary.read_boolean(buffer, at)[1]


def _int(buffer: bytes, at: int) -> int:
    return binary.read_int(buffer, at)[1]


def _long(buffer: bytes, at: int) -> int:
    return binary.read_long(buffer, at)[1]


def _bytes(buffer: bytes, at: int) -> int:
    return binary.read_bytes(buffer, at)[1]


def _string(buffer: bytes, at: int) -> int:
    return binary.read_text(buffer, at)[1]


def _fixed(size: int) -> Shape:
    def walk(buffer: bytes, at: int) -> int:
        if at + size > len(buffer):
            raise Fault("truncated", f"expected {size} bytes, got the end after {len(buffer) - at}", at)
        return at + size

    return Shape(walk, 1 - VALUES_PER_BYTE * size)


_ONE_BYTE = 1 - VALUES_PER_BYTE
_PRIMITIVES = {
    "null": Shape(lambda _buffer, at: at, 1),
    "boolean": Shape(_boolean, _ONE_BYTE),
    "int": Shape(_int, _ONE_BYTE),
    "long": Shape(_long, _ONE_BYTE),
    "bytes": Shape(_bytes, _ONE_BYTE),
    "string": Shape(_string, _ONE_BYTE),
    "float": _fixed(4),
    "double": _fixed(8),
}


def _index(buffer: bytes, at: int, size: int, what: str) -> tuple[int, int]:
    index, end = binary.read_long(buffer, at)
    if not 0 <= index < size:
        raise Fault("bad_value", f"expected the index of one of {size} {what}, got {index}", at)
    return index, end


def _enum(symbols: Sequence[str]) -> Shape:
    return Shape(lambda buffer, at: _index(buffer, at, len(symbols), "symbols")[1], _ONE_BYTE)


def _union(branches: Sequence[Shape]) -> Shape:
    def walk(buffer: bytes, at: int) -> int:
        index, end = _index(buffer, at, len(branches), "branches")
        return branches[index].walk(buffer, end)

    return Shape(walk, max((branch.excess for branch in branches), default=0) - VALUES_PER_BYTE)


def _record(fields: Sequence[tuple[str, Shape]]) -> Shape:
    def walk(buffer: bytes, at: int) -> int:
        name = ""
        try:
            for name, shape in fields:  # noqa: B007 - the name is what a fault is told by
                at = shape.walk(buffer, at)
        except IndexError:
            raise Fault("truncated", "expected more bytes, got the end", len(buffer)).below(name) from None
        except Fault as fault:
            raise fault.below(name) from None
        return at

    return Shape(walk, 1 + sum(shape.excess for _, shape in fields))


def _map(value: Shape) -> Shape:
    return _blocks(_record([("key", _PRIMITIVES["string"]), ("value", value)]), "a map")


def _blocks(item: Shape, what: str) -> Shape:
    """An array or a map: blocks of a count, possibly negative and followed by a size, and items; a zero ends it."""
    _check_excess(item, f"items of {what}")

    def walk(buffer: bytes, at: int) -> int:
        while True:
            count, end = binary.read_long(buffer, at)
            if count < 0:
                count, end = -count, _long(buffer, end)
            if count > len(buffer) - end:
                raise Fault("truncated", f"expected {count} items, got the end after {len(buffer) - end} bytes", at)
            at = end
            if count == 0:
                return at
            for number in range(count):
                at = _walk_item(item, buffer, at, number)

    return Shape(walk, _ONE_BYTE)


def _walk_item(item: Shape, buffer: bytes, at: int, number: int) -> int:
    try:
        return item.walk(buffer, at)
    except Fault as fault:
        raise fault.below(f"[{number}]") from None
