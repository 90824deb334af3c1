"""Messages as bytes: what is written is read back, by us and by two other readers of Avro."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import avro.io
import avro.schema
import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import catalog, shapes
from schemas.codec import HEADER_BYTES, MAX_EVENT_BYTES, decode, decode_event, encode, encode_event, record_of
from schemas.errors import ImpossibleEvent, MalformedInput
from schemas.events import Body, CustodyEvent
from schemas.findings import Finding, QuarantineRecord
from schemas.records import RulesChanged, Tick
from tests.build import certificate, day, exported, instant, issued, line, registered, released
from tests.strategies import any_instants, bodies_by_type, custody_events, findings, quarantine_records


@pytest.mark.parametrize("body", bodies_by_type.values(), ids=lambda body: None)
@settings(max_examples=20)
@given(st.data())
def test_an_event_of_any_body_is_read_back_as_it_was(body: st.SearchStrategy[Body], data: st.DataObject) -> None:
    event = data.draw(custody_events(body))

    record = decode_event(encode_event(event))

    assert record == record_of(event)
    assert record.event == event
    assert decode(record.payload) == event


@given(findings | quarantine_records | st.builds(Tick, any_instants) | st.builds(RulesChanged, st.text(max_size=40)))
def test_any_other_message_is_read_back_as_it_was(message: Finding | QuarantineRecord | Tick | RulesChanged) -> None:
    assert decode(encode(message)) == message


def read_by_fastavro(binary: bytes) -> Any:
    source = io.BytesIO(binary)
    datum = fastavro.schemaless_reader(source, catalog.schema("CustodyEvent"), None)
    assert source.read() == b""
    return datum


@given(custody_events())
def test_fastavro_reads_what_we_read(event: CustodyEvent) -> None:
    datum = read_by_fastavro(encode_event(event)[HEADER_BYTES:])

    assert str(datum["event_id"]) == event.event_id
    assert (datum["recorded_at"], datum["occurred_at"]) == (event.recorded_at, event.occurred_at)
    assert datum["place"]["latitude"] == event.place.latitude
    _, body = shapes.to_datum("CustodyEvent")(event)["body"]
    assert datum["body"].keys() == body.keys()
    lines = [*body.get("lines", ()), *body.get("inputs", ()), *body.get("outputs", ())]
    read = [*datum["body"].get("lines", ()), *datum["body"].get("inputs", ()), *datum["body"].get("outputs", ())]
    assert [one | {"origins": list(one["origins"])} for one in lines] == read


def without_logical_types(node: Any) -> Any:
    """The reference implementation makes other Python values of them."""
    if isinstance(node, list):
        return [without_logical_types(inner) for inner in node]
    if isinstance(node, dict):
        return {key: without_logical_types(value) for key, value in node.items() if key != "logicalType"}
    return node


def with_one_body(name: str) -> dict[str, Any]:
    """The schema of an event with this body only; the reference implementation guesses the branch of a union."""
    event = catalog.source("CustodyEvent")
    fields = [{**field, "type": name} if field["name"] == "body" else field for field in event["fields"]]
    sources = {known: catalog.source(known) for known in catalog.names()}
    schema: dict[str, Any] = without_logical_types(catalog.write_out({**event, "fields": fields}, sources))
    return schema


@settings(max_examples=20)
@given(event=custody_events())
def test_the_reference_implementation_reads_and_writes_the_same_bytes(event: CustodyEvent) -> None:
    whole = avro.schema.parse(json.dumps(without_logical_types(catalog.inline("CustodyEvent"))))
    one = with_one_body(type(event.body).__name__)
    source = io.BytesIO(encode_event(event)[HEADER_BYTES:])

    datum = avro.io.DatumReader(whole).read(avro.io.BinaryDecoder(source))
    by_fastavro, by_avro = io.BytesIO(), io.BytesIO()
    fastavro.schemaless_writer(by_fastavro, fastavro.parse_schema(one), datum)
    avro.io.DatumWriter(avro.schema.parse(json.dumps(one))).write(datum, avro.io.BinaryEncoder(by_avro))

    assert source.read() == b""
    assert isinstance(datum, dict)
    assert datum["event_id"] == event.event_id
    assert by_fastavro.getvalue() == by_avro.getvalue()


def test_the_largest_shipment_fits_into_a_message() -> None:
    lots = [line(f"MINE-2024-{number:06}", 1000 + number, stones=12) for number in range(5000)]

    payload = encode_event(exported(lots))

    assert len(payload) < MAX_EVENT_BYTES / 2
    assert decode_event(payload).event.body == exported(lots).body


def test_a_message_longer_than_the_limit_is_not_written() -> None:
    with pytest.raises(MalformedInput, match="split it into several") as refused:
        encode_event(registered(licence="x" * 100, lots=[line(f"L{number}" * 10, 1) for number in range(20_000)]))

    assert refused.value.reason == "too_large"


def test_an_impossible_event_is_neither_written_nor_read() -> None:
    nonsense = released([line("L1"), line("L1")])

    with pytest.raises(ImpossibleEvent, match="each lot once"):
        encode_event(nonsense)
    with pytest.raises(ImpossibleEvent, match="each lot once"):
        decode_event(record_of(nonsense).payload)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("emitter", "half a pair \ud800"),
        ("emitter", None),
        ("sequence", 2**63),
        ("occurred_at", "2024-03-01"),
        ("place", 3),
    ],
)
def test_a_value_that_avro_cannot_hold_is_not_written(field: str, value: object) -> None:
    with pytest.raises(MalformedInput, match="CustodyEvent cannot be written as Avro") as refused:
        record_of(replace(registered(), **{field: value}))  # type: ignore[arg-type]

    assert refused.value.reason == "bad_value"


def test_only_an_event_is_taken_for_an_event() -> None:
    with pytest.raises(MalformedInput, match="expected a CustodyEvent, got a Tick"):
        decode_event(encode(Tick(instant("2024-03-01"))))


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59:59.999999"])
def test_the_first_and_the_last_instant_are_read_back(text: str) -> None:
    tick = Tick(instant(text))

    assert decode(encode(tick)) == tick


def test_days_before_1970_are_read_back() -> None:
    event = issued(certificate(issued="1969-12-31", expires_on=day("1900-01-01")))

    assert decode(encode(event)) == event
