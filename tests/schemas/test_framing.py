"""Both framings of a message are read, and nothing else gets through."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import struct
from dataclasses import replace
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import catalog, shapes
from schemas.codec import HEADER_BYTES, MAX_EVENT_BYTES, decode, decode_event, encode, record_of
from schemas.errors import ConfigurationError, MalformedInput, RetryError
from schemas.events import CustodyEvent
from schemas.findings import Finding
from schemas.framing import Confluent, SingleObject, writer_schema
from schemas.records import Tick
from tests import build
from tests.contracts.schema_registry import SchemaRegistryContract
from tests.registries import MemoryRegistry, text_of, without_field
from tests.strategies import any_instants, custody_events, findings, quarantine_records

TOPIC = "topic"
EVENT = record_of(build.registered("L1"))


class TestTheRegistryInMemory(SchemaRegistryContract):
    @pytest.fixture
    def registry(self) -> MemoryRegistry:
        self._made = MemoryRegistry()
        return self._made

    @pytest.fixture
    def topic(self) -> str:
        return TOPIC

    def add(self, topic: str, text: str) -> int:
        return self._made.add(topic, text)


def ours(*kinds: str) -> MemoryRegistry:
    """A registry with our schemas."""
    registry = MemoryRegistry()
    for kind in kinds or ("CustodyEvent", "Finding", "QuarantineRecord", "Tick"):
        registry.add(TOPIC, text_of(kind))
    return registry


def frame(schema_id: int, body: bytes) -> bytes:
    return b"\x00" + struct.pack(">I", schema_id) + body


def written_with(schema: dict[str, Any], message: CustodyEvent | Finding) -> bytes:
    """Avro binary as a program with another version of the schema writes it."""
    output = io.BytesIO()
    kind = type(message).__name__
    fastavro.schemaless_writer(output, fastavro.parse_schema(schema), shapes.to_datum(kind)(message))
    return output.getvalue()


def refusal(registry: MemoryRegistry | None, payload: bytes) -> MalformedInput:
    with pytest.raises(MalformedInput) as refused:
        SingleObject(registry).read(payload)
    return refused.value


@given(custody_events() | findings | quarantine_records | st.builds(Tick, any_instants))
def test_a_message_that_was_framed_is_read_back_as_it_was(message: Any) -> None:
    payload, wire = encode(message), Confluent(ours())

    written = wire.write(TOPIC, payload)

    assert written[0] == 0
    assert written[5:] == payload[HEADER_BYTES:]
    assert wire.read(written) == payload


@given(custody_events())
def test_a_single_object_is_handed_on_as_it_is_whoever_reads(event: CustodyEvent) -> None:
    payload = record_of(event).payload

    assert SingleObject().write(TOPIC, payload) == payload
    for wire in (SingleObject(), SingleObject(ours()), Confluent(ours())):
        assert wire.read(payload) == payload


def test_a_framed_message_has_a_zero_the_id_in_four_bytes_and_the_body_of_avro() -> None:
    registry = MemoryRegistry()
    for number in range(0x0101):
        registry.add(TOPIC, json.dumps({"type": "enum", "name": f"E{number}", "symbols": ["A"]}))
    registry.add(TOPIC, text_of("CustodyEvent"))

    written = Confluent(registry).write(TOPIC, EVENT.payload)

    assert written[:5] == bytes([0, 0, 0, 1, 2])
    datum = fastavro.schemaless_reader(io.BytesIO(written[5:]), catalog.schema("CustodyEvent"), None)
    assert isinstance(datum, dict)
    assert str(datum["event_id"]) == EVENT.event.event_id


def test_the_registry_is_asked_once_for_an_id_and_once_for_a_topic() -> None:
    registry = ours("CustodyEvent")
    registry.add("other", text_of("CustodyEvent"))
    wire = Confluent(registry)

    for topic in (TOPIC, "other"):
        for _ in range(3):
            assert wire.read(wire.write(topic, EVENT.payload)) == EVENT.payload

    assert registry.asked == [(TOPIC, "CustodyEvent"), 1, ("other", "CustodyEvent")]


def test_without_a_registry_a_framed_message_is_refused_with_the_setting_to_make() -> None:
    error = refusal(None, frame(7, EVENT.payload[HEADER_BYTES:]))

    assert error.reason == "no_registry"
    assert str(error).endswith("with schema 7; name the registry in CARATRACE_SCHEMA_REGISTRY")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"\x00", "too_short"),
        (b"\x00\x00\x00\x01", "too_short"),
        (frame(0, b""), "unknown_schema_id"),
        (frame(2**31, b""), "unknown_schema_id"),
        (frame(2**32 - 1, b""), "unknown_schema_id"),
        (frame(1, bytes(MAX_EVENT_BYTES)), "too_large"),
    ],
)
def test_a_frame_that_cannot_be_is_refused_without_asking(payload: bytes, reason: str) -> None:
    registry = ours()

    assert refusal(registry, payload).reason == reason
    assert registry.asked == []


def test_an_id_that_the_registry_does_not_know_is_asked_for_again() -> None:
    registry = ours("Tick")
    wire = SingleObject(registry)
    for _ in range(2):
        with pytest.raises(MalformedInput, match="no schema 2"):
            wire.read(frame(2, EVENT.payload[HEADER_BYTES:]))

    registry.add(TOPIC, text_of("CustodyEvent"))

    assert wire.read(frame(2, EVENT.payload[HEADER_BYTES:])) == EVENT.payload


def test_while_the_registry_is_away_a_message_is_neither_read_nor_refused() -> None:
    class Away(MemoryRegistry):
        away = True

        def schema_of(self, schema_id: int) -> str:
            if self.away:
                raise RetryError("away")
            return super().schema_of(schema_id)

    registry = Away()
    payload = frame(registry.add(TOPIC, text_of("CustodyEvent")), EVENT.payload[HEADER_BYTES:])
    wire = SingleObject(registry)
    with pytest.raises(RetryError):
        wire.read(payload)

    registry.away = False

    assert wire.read(payload) == EVENT.payload


def test_what_is_not_registered_is_not_written() -> None:
    with pytest.raises(ConfigurationError, match="Tick is not registered"):
        Confluent(ours("Finding")).write(TOPIC, encode(Tick(build.instant("2024-03-01"))))


def test_what_is_no_message_of_ours_is_not_framed() -> None:
    with pytest.raises(MalformedInput) as refused:
        Confluent(ours()).write(TOPIC, b"\xc3\x01 no such schema")

    assert refused.value.reason == "unknown_schema"


def without_documentation(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: without_documentation(value) for key, value in node.items() if key not in ("doc", "unit")}
    return [without_documentation(inner) for inner in node] if isinstance(node, list) else node


def test_a_schema_in_other_words_is_ours_when_its_canonical_form_is() -> None:
    registry = MemoryRegistry()
    given = registry.add(TOPIC, json.dumps(without_documentation(catalog.inline("CustodyEvent")), sort_keys=True))

    assert SingleObject(registry).read(frame(given, EVENT.payload[HEADER_BYTES:])) == EVENT.payload


@functools.cache
def without_field_text(kind: str, field: str, record: str | None = None) -> str:
    return json.dumps(without_field(kind, field, record))


@functools.cache
def reader_of(*texts: str) -> tuple[SingleObject, dict[str, Any]]:
    """What reads messages of these schemas, whose ids are 1 and so on, and the last of them."""
    registry = MemoryRegistry()
    for text in texts:
        registry.add(TOPIC, text)
    parsed = fastavro.parse_schema(json.loads(texts[-1]))
    assert isinstance(parsed, dict)
    return SingleObject(registry), parsed


OLDER = [("sequence", None, None), ("evidence", None, ()), ("utc_offset_minutes", None, 0), ("area", "Place", None)]


@pytest.mark.parametrize(("field", "record", "default"), OLDER)
@given(event=custody_events())
def test_an_older_version_is_read_with_defaults_and_has_the_digest_of_that_content(
    field: str, record: str | None, default: Any, event: CustodyEvent
) -> None:
    wire, older = reader_of(without_field_text("CustodyEvent", field, record))
    expected = replace(event, **({"place": replace(event.place, area=None)} if record else {field: default}))

    payload = wire.read(frame(1, written_with(older, event)))

    assert payload == record_of(expected).payload
    assert decode_event(payload).digest == record_of(expected).digest


@given(findings)
def test_a_finding_of_an_older_version_is_read_too(finding: Finding) -> None:
    wire, older = reader_of(without_field_text("Finding", "cured_by"))

    payload = wire.read(frame(1, written_with(older, finding)))

    assert decode(payload) == replace(finding, cured_by=None)


def changed(**attributes: Any) -> dict[str, Any]:
    """Our schema of an event with other attributes of its top, as JSON that shares nothing with it."""
    found: dict[str, Any] = json.loads(text_of("CustodyEvent")) | attributes
    return found


def with_field(field: dict[str, Any]) -> dict[str, Any]:
    event = changed()
    return {**event, "fields": [*event["fields"], field]}


NOT_OURS: dict[str, tuple[object, str]] = {
    "newer": (with_field({"name": "colour", "type": "string", "default": ""}), "colour is not known here"),
    "never compatible": (without_field("CustodyEvent", "emitter"), "BACKWARD"),
    "another meaning": (
        json.loads(json.dumps(without_field("CustodyEvent", "sequence")).replace("-micros", "-millis")),
        "logicalType",
    ),
    "another name": (changed(name="Event"), "of caratrace.custody.v1, got caratrace.custody.v1.Event"),
    "another namespace": (changed(namespace="elsewhere"), "got elsewhere.CustodyEvent"),
    "part of a message": (json.loads(text_of("LotLine")), "got caratrace.custody.v1.LotLine"),
    "no name": ("string", "got a schema without a name"),
    "a union": (["null", changed()], "got a schema without a name"),
    "no record": ({"type": "enum", "name": "caratrace.custody.v1.CustodyEvent", "symbols": ["A"]}, "CustodyEvent"),
    "unknown parts": (catalog.source("CustodyEvent"), "the schema in the registry cannot be used"),
    "recursive": (with_field({"name": "next", "type": ["null", "CustodyEvent"]}), "recursive schemas are not read"),
}  # fmt: skip


@pytest.mark.parametrize(("schema", "said"), NOT_OURS.values(), ids=NOT_OURS)
def test_a_message_of_a_schema_that_ours_cannot_follow_is_refused_and_the_registry_asked_once(
    schema: object, said: str
) -> None:
    registry = MemoryRegistry()
    payload = frame(registry.add(TOPIC, json.dumps(schema)), EVENT.payload[HEADER_BYTES:])
    wire = SingleObject(registry)

    for _ in range(2):
        with pytest.raises(MalformedInput) as refused:
            wire.read(payload)
        assert refused.value.reason == "unknown_schema"
        assert said in str(refused.value)

    assert registry.asked == [1]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '"\\ud800"', "\ud800", "null", "7", '{"type": "record"}'])
def test_a_registered_text_that_is_no_schema_is_refused(text: str) -> None:
    with pytest.raises(MalformedInput) as refused:
        writer_schema(text)

    assert refused.value.reason == "unknown_schema"


@given(st.integers(0, 3), st.binary(max_size=200), st.integers(0, 400))
def test_hostile_bytes_behind_a_frame_are_refused_and_never_crash(schema_id: int, noise: bytes, cut: int) -> None:
    wire, older = reader_of(text_of("CustodyEvent"), without_field_text("CustodyEvent", "sequence"))
    for body in (noise, written_with(older, EVENT.event)[:cut] + noise, EVENT.payload[HEADER_BYTES:][:cut] + noise):
        with contextlib.suppress(MalformedInput):
            assert wire.read(frame(schema_id, body)).startswith(b"\xc3\x01")


@pytest.mark.parametrize(
    ("change", "reason", "said"),
    [
        (lambda body: body + b"\x00", "trailing_bytes", "got 1 bytes more"),
        (lambda body: body[:-1], "truncated", "CustodyEvent of another version"),
        (lambda _: b"", "truncated", "event_id"),
        (lambda body: b"\x48" + b"x" * 36 + body[37:], "bad_value", "expected a record as the schema says"),
    ],
)
def test_a_broken_message_of_an_older_version_is_refused_with_the_place(change: Any, reason: str, said: str) -> None:
    older, registry = without_field("CustodyEvent", "sequence"), MemoryRegistry()
    given_id = registry.add(TOPIC, json.dumps(older))

    error = refusal(registry, frame(given_id, change(written_with(older, EVENT.event))))

    assert error.reason == reason
    assert said in str(error)
