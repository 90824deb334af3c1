"""Messages of the log: Avro single-object encoding (C3 01, fingerprint of the schema, Avro binary).

Written by fastavro, read by the strict readers of ``schemas.binary``, which accept exactly what fastavro writes: so one
value has one spelling, a digest over the bytes is a digest over the content, and every refusal says where.
Reasons of ``MalformedInput``: too_large, too_short, bad_marker, unknown_schema, truncated, trailing_bytes, bad_value,
not_canonical, unknown_body.
"""

from __future__ import annotations

import functools
import hashlib
import io
from typing import Any, NamedTuple

import fastavro

from schemas import catalog, shapes
from schemas.binary import Reader
from schemas.errors import MalformedInput
from schemas.events import CustodyEvent, EventRecord
from schemas.faults import Fault
from schemas.findings import Finding, QuarantineRecord
from schemas.records import RulesChanged, Tick
from schemas.validation import check_event

MAX_EVENT_BYTES = 1024 * 1024
"""Longest message; a shipment of 5,000 lots takes about a fifth of it."""

MARKER = b"\xc3\x01"
HEADER_BYTES = len(MARKER) + 8

HEAD_FIELDS = ("event_id", "recorded_at", "error_declaration", "signature")
"""The fields of an event that are about the record and not its content; they come first."""

Message = CustodyEvent | Finding | QuarantineRecord | Tick | RulesChanged

_EVENT = CustodyEvent.__name__


class _Part(NamedTuple):
    """Head or content of an event: a record of its own on the wire, one after the other."""

    read: Reader
    to_datum: shapes.ToDatum
    schema: catalog.Schema


@functools.cache
def _parts() -> tuple[_Part, _Part]:
    return _part("Head", slice(0, len(HEAD_FIELDS))), _part("Content", slice(len(HEAD_FIELDS), None))


def _part(name: str, cut: slice) -> _Part:
    fields, whole = catalog.source(_EVENT)["fields"][cut], catalog.inline(_EVENT)
    schema = fastavro.parse_schema({**whole, "name": name, "fields": whole["fields"][cut]})
    assert isinstance(schema, dict)
    return _Part(shapes.fields_reader(lambda *values: values, fields), shapes.fields_to_datum(fields), schema)


@functools.cache
def _headers() -> dict[bytes, str]:
    """The header of each kind of message."""
    kinds = [kind.__name__ for kind in (CustodyEvent, Finding, QuarantineRecord, Tick, RulesChanged)]
    return {MARKER + catalog.fingerprint(kind): kind for kind in kinds}


def _kind_of(payload: bytes) -> str:
    """The name of the schema that ``payload`` says it has; the size is checked before anything is read."""
    if len(payload) > MAX_EVENT_BYTES:
        raise MalformedInput("too_large", f"expected a message of at most {MAX_EVENT_BYTES} bytes, got {len(payload)}")
    if len(payload) < HEADER_BYTES:
        raise MalformedInput("too_short", f"expected at least the {HEADER_BYTES} bytes of a header, got {len(payload)}")
    header = payload[:HEADER_BYTES]
    kind = _headers().get(header)
    if kind is not None:
        return kind
    if not header.startswith(MARKER):
        hint = "; 00 begins the framing of a schema registry, which is not used here" if payload[0] == 0 else ""
        raise MalformedInput("bad_marker", f"expected bytes c3 01 at byte 0, got {header[:2].hex(' ')}{hint}")
    known = ", ".join(f"{known[2:].hex()} ({name})" for known, name in _headers().items())
    message = f"expected the fingerprint of a known schema at byte 2, got {header[2:].hex()}; known are {known}"
    raise MalformedInput("unknown_schema", message)


def is_event(payload: bytes) -> bool:
    """Whether a message of the log says it is an event; nothing else is looked at."""
    return payload.startswith(MARKER + catalog.fingerprint(_EVENT))


def decode(payload: bytes) -> Message:
    """The message in ``payload``. Raises ``MalformedInput``, and for an event ``ImpossibleEvent``."""
    kind = _kind_of(payload)
    if kind == _EVENT:
        return _read_event(payload).event
    try:
        message, end = shapes.reader(kind)(payload, HEADER_BYTES)
    except Fault as fault:
        raise MalformedInput(fault.reason, str(fault.below(kind))) from None
    _check_used_up(payload, end, kind)
    assert isinstance(message, Finding | QuarantineRecord | Tick | RulesChanged)
    return message


def decode_event(payload: bytes) -> EventRecord:
    """The event in ``payload``, checked, with the digest of its content.

    Raises ``MalformedInput`` for bytes that cannot be read and ``ImpossibleEvent`` for what no event can be.
    """
    kind = _kind_of(payload)
    if kind != _EVENT:
        raise MalformedInput("unknown_schema", f"expected a {_EVENT}, got a {kind}")
    return _read_event(payload)


def _read_event(payload: bytes) -> EventRecord:
    head_part, content_part = _parts()
    try:
        head, start = head_part.read(payload, HEADER_BYTES)
        content, end = content_part.read(payload, start)
    except Fault as fault:
        raise MalformedInput(fault.reason, str(fault.below(_EVENT))) from None
    _check_used_up(payload, end, _EVENT)
    event = CustodyEvent(*head, *content)
    check_event(event)
    return EventRecord(event, hashlib.sha256(payload[start:]).digest(), payload)


def _check_used_up(payload: bytes, end: int, kind: str) -> None:
    if end != len(payload):
        message = f"{kind}: expected the end at byte {end}, got {len(payload) - end} bytes more"
        raise MalformedInput("trailing_bytes", message)


def encode(message: Message) -> bytes:
    """The bytes of any message of the log; an event is not checked here, see ``encode_event``."""
    if isinstance(message, CustodyEvent):
        return record_of(message).payload
    kind = type(message).__name__
    return _framed(kind, _write(catalog.schema(kind), shapes.to_datum(kind), message))


def encode_event(event: CustodyEvent) -> bytes:
    """The bytes of ``event``, checked first: what could not be read back is not written (``QuarantineError``)."""
    check_event(event)
    return record_of(event).payload


def record_of(event: CustodyEvent) -> EventRecord:
    """``event`` as it travels, with the digest of its content; not checked."""
    head_part, content_part = _parts()
    content = _write(content_part.schema, content_part.to_datum, event)
    head = _write(head_part.schema, head_part.to_datum, event)
    return EventRecord(event, hashlib.sha256(content).digest(), _framed(_EVENT, head + content))


def _write(schema: catalog.Schema, to_datum: shapes.ToDatum, value: Any) -> bytes:
    output = io.BytesIO()
    try:
        fastavro.schemaless_writer(output, schema, to_datum(value))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        message = f"{type(value).__name__} cannot be written as Avro: {type(error).__name__}: {error}"
        raise MalformedInput("bad_value", message) from error
    return output.getvalue()


def _framed(kind: str, binary: bytes) -> bytes:
    payload = MARKER + catalog.fingerprint(kind) + binary
    if len(payload) > MAX_EVENT_BYTES:
        message = f"expected a {kind} of at most {MAX_EVENT_BYTES} bytes, got {len(payload)}; split it into several"
        raise MalformedInput("too_large", message)
    return payload
