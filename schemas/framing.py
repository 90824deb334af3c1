"""How a message lies on the log: as a single object (c3 01, fingerprint), or framed for a schema registry (00, id).

Both are understood by their first byte, and the rest of the system sees single objects only: a digest, a history and a
row never depend on the framing. The body is the same Avro binary when the registered schema is ours, or one that
``schemas/avro/older`` holds. A message of any other version that may come before ours is read with that version, which
the registry has, and written again with ours.
Reasons of ``MalformedInput``: too_large, too_short, no_registry, unknown_schema_id, unknown_schema, and for a message
of an older version also truncated, trailing_bytes and bad_value. Everything else is left to ``schemas.codec``.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, get_args

from schemas import catalog, codec, compatibility, foreign
from schemas.errors import ConfigurationError, MalformedInput
from schemas.faults import Fault

FRAME_MARKER = b"\x00"
_FRAME = struct.Struct(">BI")
FRAME_BYTES = _FRAME.size
LARGEST_ID = 2**31 - 1
"""Ids of schemas are the positive ones of 32 bits."""

KINDS: dict[str, type[codec.Message]] = {kind.__name__: kind for kind in get_args(codec.Message)}


class SchemaIds(Protocol):
    """What a schema registry knows. Both calls raise ``RetryError`` while it cannot be asked."""

    def id_of(self, topic: str, kind: str) -> int:
        """The id of our schema ``kind`` as messages of ``topic`` name it.

        Raises ``ConfigurationError`` where it is not registered.
        """

    def schema_of(self, schema_id: int) -> str:
        """The schema with that id, as JSON. Raises ``MalformedInput`` (unknown_schema_id) where there is none."""


class WireFormat(Protocol):
    """How messages are read from the log and written to it."""

    def read(self, payload: bytes) -> bytes:
        """A message of the log, in either framing, as a single object, which ``schemas.codec`` reads.

        Raises ``MalformedInput``, and ``RetryError`` and ``ConfigurationError`` when a registry must be asked and does
        not answer: then the message is neither good nor bad, and is to be read again.
        """

    def write(self, topic: str, payload: bytes) -> bytes:
        """A single object as it goes to ``topic``. Raises what ``SchemaIds.id_of`` raises."""


@dataclass(frozen=True, slots=True)
class WriterSchema:
    """A schema that a registry names, and what its messages are to us."""

    kind: str
    header: bytes
    """Of the single objects that its messages become."""

    foreign: foreign.ForeignSchema | None = None
    """None where it is ours, or a version that ``schemas.codec`` reads."""

    def single_object(self, payload: bytes) -> bytes:
        """A framed message of this schema as a single object of a version that ``schemas.codec`` reads."""
        if self.foreign is None:
            return self.header + payload[FRAME_BYTES:]
        try:
            end = self.foreign.end_of_record(payload, FRAME_BYTES)
            if end != len(payload):
                raise Fault("trailing_bytes", f"expected the end, got {len(payload) - end} bytes more", end)
            datum = self.foreign.read(payload[FRAME_BYTES:], catalog.schema(self.kind))
        except Fault as fault:
            raise MalformedInput(fault.reason, str(fault.below(f"{self.kind} of another version"))) from None
        return codec.from_datum(self.kind, datum)


def writer_schema(text: str) -> WriterSchema:
    """How to read what was written with the schema ``text``.

    Raises ``MalformedInput`` (unknown_schema) unless it is a schema of ours, or a version that may come before ours:
    one that ``schemas.compatibility`` allows to be followed by ours, without a field that we would drop.
    """
    try:
        accepted = foreign.accept_schema(text.encode(errors="replace"))
    except Fault as fault:
        raise MalformedInput("unknown_schema", f"the schema in the registry cannot be used: {fault}") from None
    described = json.loads(text)
    name = accepted.parsed.get("name", "") if isinstance(accepted.parsed, dict) else ""
    namespace, _, kind = name.rpartition(".")
    if namespace != catalog.NAMESPACE or kind not in KINDS:
        message = f"expected a message of {catalog.NAMESPACE}, got {name or 'a schema without a name'}"
        raise MalformedInput("unknown_schema", f"{message}; known are {', '.join(sorted(KINDS))}")
    header = codec.MARKER + catalog.fingerprint_of(described)
    if header in codec.headers(KINDS[kind]):
        return WriterSchema(kind, header)
    found = _objections(described, accepted.parsed, kind)
    if found:
        message = f"the registered schema of {kind} is no earlier version of the one here: {'; '.join(found)}"
        raise MalformedInput("unknown_schema", f"{message}; if it is newer, update caratrace and send it again")
    return WriterSchema(kind, header, accepted)


def _objections(described: Any, parsed: Any, kind: str) -> list[str]:
    """Why ``described`` cannot be an earlier version of our schema."""
    ours = dict(_records(catalog.schema(kind)))
    unread = [
        f"{name}.{field} is not known here"
        for name, names in _records(parsed)
        for field in sorted(names - ours.get(name, names))
    ]
    try:
        return unread + [str(problem) for problem in compatibility.check(described, catalog.inline(kind))]
    except (ArithmeticError, AttributeError, ConfigurationError, LookupError, TypeError, ValueError) as error:
        return [*unread, f"it cannot be compared: {type(error).__name__}: {error}"]


def _records(node: Any) -> Iterator[tuple[str, set[str]]]:
    """Full name and names of the fields of every record in a schema that fastavro has parsed."""
    if isinstance(node, list):
        for branch in node:
            yield from _records(branch)
    elif isinstance(node, dict):
        if "fields" in node:
            yield node["name"], {field["name"] for field in node["fields"]}
        for inner in [*(field["type"] for field in node.get("fields", ())), node.get("items"), node.get("values")]:
            yield from _records(inner)


def unframed(payload: bytes, schema_of: Callable[[int], WriterSchema]) -> bytes:
    """A framed message as a single object; whatever begins otherwise is handed on as it is."""
    if not payload.startswith(FRAME_MARKER):
        return payload
    if len(payload) < FRAME_BYTES:
        raise MalformedInput("too_short", f"expected the {FRAME_BYTES} bytes of a frame, got {len(payload)}")
    if len(payload) > codec.MAX_EVENT_BYTES:
        message = f"expected a message of at most {codec.MAX_EVENT_BYTES} bytes, got {len(payload)}"
        raise MalformedInput("too_large", message)
    _, schema_id = _FRAME.unpack_from(payload)
    if not 0 < schema_id <= LARGEST_ID:
        raise MalformedInput("unknown_schema_id", f"expected an id of 1 to {LARGEST_ID} at byte 1, got {schema_id}")
    return schema_of(schema_id).single_object(payload)


def framed(payload: bytes, id_of: Callable[[str], int]) -> bytes:
    """A single object as it is framed for a registry that knows our schema by the id that ``id_of`` gives."""
    ours = codec.in_our_version(payload)
    return _FRAME.pack(FRAME_MARKER[0], id_of(codec.kind_of(ours))) + ours[codec.HEADER_BYTES :]


class SingleObject:
    """Writes single objects; reads framed messages too, where there is a registry to ask."""

    def __init__(self, registry: SchemaIds | None = None) -> None:
        self._registry = registry
        self._schemas: dict[int, WriterSchema | str] = {}

    def read(self, payload: bytes) -> bytes:
        """As ``WireFormat`` says; the registry is asked once for each id that it knows."""
        return unframed(payload, self._schema_of)

    def write(self, topic: str, payload: bytes) -> bytes:  # noqa: ARG002 - the other format needs the topic
        """The message as it is."""
        return payload

    def _schema_of(self, schema_id: int) -> WriterSchema:
        found = self._schemas.get(schema_id)
        if found is None:
            found = self._schemas[schema_id] = self._asked(schema_id)
        if isinstance(found, str):
            raise MalformedInput("unknown_schema", f"schema {schema_id}: {found}")
        return found

    def _asked(self, schema_id: int) -> WriterSchema | str:
        """What the registry has under the id, or what is wrong with it."""
        if self._registry is None:
            message = f"expected a single object, got one framed for a schema registry, with schema {schema_id}"
            raise MalformedInput("no_registry", f"{message}; name the registry in CARATRACE_SCHEMA_REGISTRY")
        text = self._registry.schema_of(schema_id)
        try:
            return writer_schema(text)
        except MalformedInput as refused:
            return str(refused)


class Confluent(SingleObject):
    """Writes messages framed for a registry; reads both."""

    def __init__(self, registry: SchemaIds) -> None:
        super().__init__(registry)
        self._ids_of = registry.id_of
        self._ids: dict[tuple[str, str], int] = {}

    def write(self, topic: str, payload: bytes) -> bytes:
        """The message framed; the registry is asked once for each topic and kind of message."""
        return framed(payload, lambda kind: self._id_of(topic, kind))

    def prepare(self, written: Iterable[tuple[str, str]]) -> None:
        """Ask now for the ids of these topics and kinds of messages, so that no message waits for the registry."""
        for topic, kind in written:
            self._id_of(topic, kind)

    def _id_of(self, topic: str, kind: str) -> int:
        if (topic, kind) not in self._ids:
            self._ids[topic, kind] = self._ids_of(topic, kind)
        return self._ids[topic, kind]
