"""Messages of the log: Avro single-object encoding (C3 01, fingerprint of the schema, Avro binary).

Written by fastavro, read by the strict readers of ``schemas.binary``, which accept exactly what fastavro writes: so one
value has one spelling, a digest over the bytes is a digest over the content, and every refusal says where.
Messages of every version that ``schemas/avro/older`` holds are read too, as what they are in the classes of today.
Reasons of ``MalformedInput``: too_large, too_short, bad_marker, unknown_schema, truncated, trailing_bytes, bad_value,
not_canonical, unknown_body.
"""

from __future__ import annotations

import functools
from typing import Any, cast, get_args

from schemas import catalog, shapes
from schemas.binary import Reader
from schemas.errors import MalformedInput
from schemas.event_versions import EVENT, EventVersion, event_versions, oldest_for
from schemas.events import CustodyEvent, EventRecord
from schemas.faults import Fault
from schemas.findings import Finding, QuarantineRecord
from schemas.records import (
    DetectionClaim,
    DetectionDone,
    ReferenceChanged,
    RulesChanged,
    SubjectBatch,
    Taint,
    Tick,
)
from schemas.validation import check_event

MAX_EVENT_BYTES = 1024 * 1024
"""Longest message; a shipment of 5,000 lots takes about a fifth of it."""

MAX_BATCH_BYTES = MAX_EVENT_BYTES + 64 * 1024
"""Longest batch: there is room for the longest message."""

MARKER = b"\xc3\x01"
HEADER_BYTES = len(MARKER) + 8

Message = (
    CustodyEvent
    | Finding
    | QuarantineRecord
    | Tick
    | RulesChanged
    | Taint
    | ReferenceChanged
    | SubjectBatch
    | DetectionClaim
    | DetectionDone
)


@functools.cache
def _events() -> tuple[EventVersion, ...]:
    """Every version of an event, oldest first; the last is ours."""
    return event_versions(catalog.older(EVENT))


@functools.cache
def _events_by_header() -> dict[bytes, EventVersion]:
    return {MARKER + version.fingerprint: version for version in _events()}


@functools.cache
def _headers() -> dict[bytes, str]:
    """The header of each version of each kind of message, ours first."""
    kinds = [kind.__name__ for kind in get_args(Message)]
    found = {MARKER + catalog.fingerprint(kind): kind for kind in kinds}
    return found | {MARKER + catalog.fingerprint_of(schema): kind for kind in kinds for schema in catalog.older(kind)}


@functools.cache
def _headers_of() -> dict[str, frozenset[bytes]]:
    known = _headers()
    return {kind: frozenset(header for header in known if known[header] == kind) for kind in known.values()}


@functools.cache
def _readers() -> dict[bytes, Reader]:
    """What reads each version of each kind of message but an event, by header."""
    kinds = [kind.__name__ for kind in get_args(Message) if kind is not CustodyEvent]
    found = {MARKER + catalog.fingerprint(kind): shapes.reader(kind) for kind in kinds}
    for kind in kinds:
        for schema in catalog.older(kind):
            found[MARKER + catalog.fingerprint_of(schema)] = shapes.Readers(catalog.taken_apart(schema)).of(kind)
    return found


@functools.cache
def _longest(kind: str) -> int:
    return MAX_BATCH_BYTES if kind == SubjectBatch.__name__ else MAX_EVENT_BYTES


def kind_of(payload: bytes) -> str:
    """The name of the schema that ``payload`` says it has; the size is checked before anything is read.

    Raises ``MalformedInput`` for what does not begin as a message of ours; what follows the header is not looked at.
    """
    longest = _longest(_headers().get(payload[:HEADER_BYTES], EVENT))
    if len(payload) > longest:
        raise MalformedInput("too_large", f"expected a message of at most {longest} bytes, got {len(payload)}")
    if len(payload) < HEADER_BYTES:
        raise MalformedInput("too_short", f"expected at least the {HEADER_BYTES} bytes of a header, got {len(payload)}")
    header = payload[:HEADER_BYTES]
    kind = _headers().get(header)
    if kind is not None:
        return kind
    if not header.startswith(MARKER):
        hint = "; 00 begins one framed for a schema registry, which schemas.framing reads" if payload[0] == 0 else ""
        raise MalformedInput("bad_marker", f"expected bytes c3 01 at byte 0, got {header[:2].hex(' ')}{hint}")
    known = ", ".join(f"{known[2:].hex()} ({name})" for known, name in _headers().items())
    message = f"expected the fingerprint of a known schema at byte 2, got {header[2:].hex()}; known are {known}"
    raise MalformedInput("unknown_schema", message)


def header(kind: type[Message]) -> bytes:
    """What every message of this kind begins with that is written with our version of its schema."""
    return MARKER + catalog.fingerprint(kind.__name__)


def headers(kind: type[Message]) -> frozenset[bytes]:
    """What messages of this kind begin with, older versions included."""
    return _headers_of()[kind.__name__]


def is_a(kind: type[Message], payload: bytes) -> bool:
    """Whether a message says it is of this kind, in any version; nothing else is looked at."""
    return payload[:HEADER_BYTES] in headers(kind)


def is_event(payload: bytes) -> bool:
    """Whether a message of the log says it is an event; nothing else is looked at."""
    return payload[:HEADER_BYTES] in _events_by_header()


def decode(payload: bytes) -> Message:
    """The message in ``payload``. Raises ``MalformedInput``, and for an event ``ImpossibleEvent``."""
    kind = kind_of(payload)
    if kind == EVENT:
        return _read_event(payload).event
    try:
        message, end = _readers()[payload[:HEADER_BYTES]](payload, HEADER_BYTES)
    except Fault as fault:
        raise MalformedInput(fault.reason, str(fault.below(kind))) from None
    _check_used_up(payload, end, kind)
    assert isinstance(message, get_args(Message))
    return cast(Message, message)


def decode_event(payload: bytes) -> EventRecord:
    """The event in ``payload``, checked, with the digest of its content.

    Raises ``MalformedInput`` for bytes that cannot be read and ``ImpossibleEvent`` for what no event can be.
    """
    kind = kind_of(payload)
    if kind != EVENT:
        raise MalformedInput("unknown_schema", f"expected a {EVENT}, got a {kind}")
    return _read_event(payload)


def _read_event(payload: bytes) -> EventRecord:
    version = _events_by_header()[payload[:HEADER_BYTES]]
    try:
        head, start = version.head.read(payload, HEADER_BYTES)
        content, end = version.content.read(payload, start)
    except Fault as fault:
        raise MalformedInput(fault.reason, str(fault.below(EVENT))) from None
    _check_used_up(payload, end, EVENT)
    event = CustodyEvent(*head, *content)
    check_event(event)
    return EventRecord(event, version.digest(event, payload[start:]), payload)


def _check_used_up(payload: bytes, end: int, kind: str) -> None:
    if end != len(payload):
        message = f"{kind}: expected the end at byte {end}, got {len(payload) - end} bytes more"
        raise MalformedInput("trailing_bytes", message)


def encode(message: Message) -> bytes:
    """The bytes of any message of the log; an event is not checked here, see ``encode_event``."""
    if isinstance(message, CustodyEvent):
        return record_of(message).payload
    kind = type(message).__name__
    return _framed(
        kind, catalog.fingerprint(kind), shapes.written(catalog.schema(kind), shapes.to_datum(kind), message)
    )


def from_datum(kind: str, datum: Any) -> bytes:
    """The bytes of a message that fastavro has read with the schema of ``kind``; an event is not checked here."""
    binary = shapes.written(catalog.schema(kind), lambda value: value, datum)
    return _framed(kind, catalog.fingerprint(kind), binary)


def encode_event(event: CustodyEvent) -> bytes:
    """The bytes of ``event``, checked first: what could not be read back is not written (``QuarantineError``)."""
    check_event(event)
    return record_of(event).payload


def record_of(event: CustodyEvent) -> EventRecord:
    """``event`` as it travels, in the oldest version that can say all of it, with its digest; not checked."""
    version = oldest_for(event, _events())
    content = version.content.write(event)
    payload = _framed(EVENT, version.fingerprint, version.head.write(event) + content)
    return EventRecord(event, version.digest(event, content), payload)


def in_our_version(payload: bytes) -> bytes:
    """A message of any version, written with ours. Raises what ``decode`` raises for one that cannot be read."""
    kind = kind_of(payload)
    if payload.startswith(MARKER + catalog.fingerprint(kind)):
        return payload
    message = decode(payload)
    binary = shapes.written(catalog.schema(kind), shapes.to_datum(kind), message)
    return _framed(kind, catalog.fingerprint(kind), binary)


def _framed(kind: str, fingerprint: bytes, binary: bytes) -> bytes:
    payload = MARKER + fingerprint + binary
    if len(payload) > _longest(kind):
        message = f"expected a {kind} of at most {_longest(kind)} bytes, got {len(payload)}; split it into several"
        raise MalformedInput("too_large", message)
    return payload
