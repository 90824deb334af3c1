"""Container files from outside: good records come through, bad ones are told by block and byte, no file can hurt."""

from __future__ import annotations

import io
import json
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import catalog, shapes
from schemas.containers import MAX_BLOCK_BYTES, Accepted, Rejected, read_container, read_events
from schemas.errors import MalformedInput
from schemas.events import CustodyEvent, EventRecord
from tests.build import exported, imported, line, received, registered, released
from tests.strategies import custody_events

SYNC = b"sixteen bytes ..."[:16]
MEGABYTE = 1024 * 1024


def number(value: int) -> bytes:
    """A zigzag number."""
    rest = (value << 1) ^ (value >> 63)
    found = bytearray()
    while rest >= 0x80:
        found.append(rest & 0x7F | 0x80)
        rest >>= 7
    return bytes([*found, rest])


def header(schema: object, codec: bytes = b"null") -> bytes:
    """The beginning of a container file; the schema may be text that is none."""
    text = schema if isinstance(schema, bytes) else json.dumps(schema).encode()
    entries = {b"avro.schema": text, b"avro.codec": codec}
    sized = b"".join(number(len(part)) + part for entry in entries.items() for part in entry)
    return b"Obj\x01" + number(len(entries)) + sized + b"\x00" + SYNC


def block(count: int, data: bytes, sync: bytes = SYNC) -> bytes:
    """One block of a container file."""
    return number(count) + number(len(data)) + data + sync


def read(data: bytes) -> list[Accepted | Rejected]:
    return list(read_container(io.BytesIO(data)))


def values(items: list[Accepted | Rejected]) -> list[Any]:
    return [item.value for item in items if isinstance(item, Accepted)]


def refusals(items: list[Accepted | Rejected]) -> list[tuple[int, int, str]]:
    return [(item.block, item.number, item.error.reason) for item in items if isinstance(item, Rejected)]


def archive(events: list[CustodyEvent], codec: str = "null", schema: catalog.Schema | None = None) -> bytes:
    """Events as fastavro puts them into a container file."""
    output = io.BytesIO()
    to_datum = shapes.to_datum("CustodyEvent")
    writer = schema or catalog.schema("CustodyEvent")
    fastavro.writer(output, writer, [to_datum(event) for event in events], codec, sync_interval=1)
    return output.getvalue()


EVENTS = [registered(), released([line("L1"), line("L2")]), received(), exported(), imported()]


@pytest.mark.parametrize("codec", ["null", "deflate"])
def test_events_that_fastavro_has_archived_come_back(codec: str) -> None:
    items = list(read_events(io.BytesIO(archive(EVENTS, codec))))

    assert [record.event for record in values(items)] == EVENTS
    assert [(item.block, item.number) for item in items] == [(number, 1) for number in range(1, 6)]
    assert all(isinstance(record, EventRecord) for record in values(items))


@settings(max_examples=20)
@given(st.lists(custody_events(), min_size=1, max_size=3))
def test_any_events_come_back(events: list[CustodyEvent]) -> None:
    assert [record.event for record in values(list(read_events(io.BytesIO(archive(events)))))] == events


def test_events_of_a_writer_with_fields_of_its_own_are_read_with_our_schema() -> None:
    """Fields that we do not know are left out, fields that are left out get our default."""
    schema = json.loads(json.dumps(catalog.inline("CustodyEvent")))
    schema["fields"] = [field for field in schema["fields"] if field["name"] != "sequence"]
    schema["fields"].append({"name": "colour", "type": "string", "default": "blue"})

    items = list(read_events(io.BytesIO(archive([registered(sequence=4)], schema=schema))))

    assert [record.event.sequence for record in values(items)] == [None]


def test_an_impossible_event_is_rejected_and_the_others_are_accepted() -> None:
    nonsense = registered(["L1", "L1"], id="a")

    items = list(read_events(io.BytesIO(archive([EVENTS[0], nonsense, EVENTS[1]]))))

    assert [record.event for record in values(items)] == EVENTS[:2]
    assert refusals(items) == [(2, 1, "lot_twice")]


def test_records_of_another_schema_are_rejected_one_by_one() -> None:
    items = list(
        read_events(
            io.BytesIO(
                header({"type": "record", "name": "Other", "fields": [{"name": "a", "type": "int"}]})
                + block(2, b"\x02\x04")
            )
        )
    )

    assert refusals(items) == [(1, 1, "bad_value"), (1, 2, "bad_value")]


TEXTS = header("string")
GOOD = block(2, b"\x02a\x02b")
BAD_BLOCKS: dict[str, tuple[bytes, list[tuple[int, int, str]], bool]] = {
    "cut off inside a record": (block(2, b"\x02c\x08d"), [(2, 2, "truncated")], True),
    "no UTF-8": (block(2, b"\x02c\x02\xff"), [(2, 2, "bad_value")], True),
    "negative length": (block(2, b"\x02c\x03d"), [(2, 2, "bad_value")], True),
    "fewer records than said": (block(3, b"\x02c"), [(2, 0, "bad_value")], True),
    "fewer records than said, in more bytes": (block(2, b"\x04cc"), [(2, 2, "truncated")], True),
    "more bytes than records": (block(1, b"\x02cxx"), [(2, 0, "trailing_bytes")], True),
    "negative count": (block(-1, b"\x02c"), [(2, 0, "bad_value")], True),
    "count of a thousand million": (block(10**9, b"\x02c"), [(2, 0, "bad_value")], True),
    "another marker": (block(1, b"\x02c", bytes(16)), [(2, 0, "bad_sync")], False),
    "a block too long": (number(1) + number(MAX_BLOCK_BYTES + 1), [(2, 0, "too_large")], False),
    "a negative block": (number(1) + number(-5), [(2, 0, "bad_value")], False),
    "a number without end": (b"\xff" * 20, [(2, 0, "bad_value")], False),
    "a block cut off": (number(1) + number(100) + b"\x02c", [(2, 0, "truncated")], False),
    "a record too long": (block(1, number(MEGABYTE) + bytes(MEGABYTE)), [(2, 1, "too_large")], True),
}


@pytest.mark.parametrize(("bad", "expected", "goes_on"), BAD_BLOCKS.values(), ids=BAD_BLOCKS.keys())
def test_a_bad_block_is_told_and_the_good_records_are_delivered(
    bad: bytes, expected: list[tuple[int, int, str]], goes_on: bool
) -> None:
    """Those before it always; those behind it where the file says where they begin."""
    items = read(TEXTS + GOOD + bad + GOOD)

    assert refusals(items) == expected
    accepted = values(items)
    assert accepted[:2] == ["a", "b"]
    assert accepted[-2:] == ["a", "b"]
    assert len(accepted) - accepted.count("c") in ((4, 5) if goes_on else (2,))
    error = next(item for item in items if isinstance(item, Rejected))
    assert error.offset == len(TEXTS + GOOD)
    assert f"block 2 at byte {error.offset} of the file" in str(error.error)


def test_the_bytes_of_a_rejected_record_are_kept() -> None:
    (_, rejected) = read(TEXTS + block(2, b"\x02c\x02\xff"))

    assert isinstance(rejected, Rejected)
    assert rejected.data == b"\x02\xff"


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (deflated(bytes(MAX_BLOCK_BYTES + 1)), "too_large"),
        (b"\xff\xff\xff", "bad_value"),
        (deflated(b"\x02c")[:-1], "truncated"),
        (deflated(b"\x02c") + b"five ", "trailing_bytes"),
    ],
    ids=["a bomb", "not deflated", "cut off", "more behind"],
)
def test_a_block_that_does_not_inflate_is_rejected(data: bytes, reason: str) -> None:
    items = read(header("string", b"deflate") + block(1, data) + block(1, deflated(b"\x02b")))

    assert refusals(items) == [(1, 0, reason)]
    assert values(items) == ["b"]


def record(*types: object) -> dict[str, Any]:
    fields = [{"name": f"f{number}", "type": of} for number, of in enumerate(types)]
    return {"type": "record", "name": f"R{len(json.dumps(fields))}", "fields": fields}


def array(items: object) -> dict[str, Any]:
    return {"type": "array", "items": items}


def nested(depth: int) -> object:
    schema: object = "string"
    for _ in range(depth):
        schema = array(schema)
    return schema


RECURSIVE = {"type": "record", "name": "L", "fields": [{"name": "next", "type": ["null", "L"]}]}
HOSTILE: dict[str, tuple[object, str]] = {
    "an array of nulls": (array("null"), "bad_schema"),
    "an array of empty records": (array(record()), "bad_schema"),
    "an array of records of nulls": (array(record("null", "null")), "bad_schema"),
    "an array of one byte and many nulls": (array(record("boolean", *["null"] * 9)), "bad_schema"),
    "an array of fixed of no size": (array({"type": "fixed", "name": "F", "size": 0}), "bad_schema"),
    "a map of many nulls": ({"type": "map", "values": record(*["null"] * 9)}, "bad_schema"),
    "an array of a union with many nulls": (array(["int", record(*["null"] * 9)]), "bad_schema"),
    "records of no bytes": (record(), "bad_schema"),
    "null": ("null", "bad_schema"),
    "a recursive record": (RECURSIVE, "bad_schema"),
    "a deep schema": (nested(70), "bad_schema"),
    "a schema as deep as a well": (b'{"type": "array", "items": ' * 9000 + b"1" + b"}" * 9000, "bad_schema"),
    "a schema too long": ({"type": "string", "doc": "x" * 300_000}, "too_large"),
    "an unknown type": ("colour", "bad_schema"),
    "a type that is a number": (7, "bad_schema"),
    "a record without fields": ({"type": "record", "name": "R"}, "bad_schema"),
    "an enum without symbols": ({"type": "enum", "name": "E"}, "bad_schema"),
    "an array without items": ({"type": "array"}, "bad_schema"),
    "no JSON": (b"{", "bad_schema"),
    "no text": (b"\xff\xfe\x00", "bad_schema"),
}


@pytest.mark.parametrize(("schema", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_schema_that_could_fill_the_memory_is_refused(schema: object, reason: str) -> None:
    with pytest.raises(MalformedInput, match="header of the container file") as refused:
        read(header(schema) + block(1, b"\xfe\xff\xff\xff\x0f"))

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "truncated"),
        (b"Obj\x02" + bytes(40), "bad_marker"),
        (b"PK\x03\x04" + bytes(40), "bad_marker"),
        (header("string", b"snappy"), "unknown_codec"),
        (b"Obj\x01\x00" + SYNC, "bad_schema"),
        (b"Obj\x01" + number(10**9), "too_large"),
        (b"Obj\x01" + number(1) + number(10**12), "too_large"),
        (b"Obj\x01" + number(1) + number(-1), "bad_value"),
        (TEXTS[:-1], "truncated"),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_used_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(MalformedInput) as refused:
        read(data)

    assert refused.value.reason == reason


def test_a_negative_index_is_not_the_last_branch_or_symbol() -> None:
    """Libraries read index -1 so."""
    union = header(["int", "string"])
    enum = header({"type": "enum", "name": "E", "symbols": ["A", "B"]})

    assert refusals(read(union + block(1, b"\x01\x02a"))) == [(1, 1, "bad_value")]
    assert refusals(read(enum + block(2, b"\x02\x01"))) == [(1, 2, "bad_value")]


def test_arrays_and_maps_in_several_blocks_are_read() -> None:
    """Other writers put them so, with a size behind a negative count."""
    arrays = header(array("string")) + block(1, b"\x02\x02a\x03\x08\x02b\x02c\x00")
    maps = header({"type": "map", "values": "int"}) + block(1, b"\x02\x02a\x02\x01\x06\x02b\x04\x00")

    assert values(read(arrays)) == [["a", "b", "c"]]
    assert values(read(maps)) == [{"a": 1, "b": 2}]


ARCHIVE = archive(EVENTS, "deflate")


def consume(data: bytes) -> None:
    """Read all of it; any exception but a refusal fails the test."""
    try:
        for item in read_events(io.BytesIO(data)):
            assert isinstance(item, Accepted | Rejected)
    except MalformedInput as refused:
        message = str(refused)
        assert message.startswith("header of the container file")


def test_a_file_cut_off_anywhere_delivers_the_blocks_before() -> None:
    for size in range(0, len(ARCHIVE), 7):
        consume(ARCHIVE[:size])


@given(st.data())
def test_a_file_with_bytes_replaced_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ARCHIVE)))
    end = data.draw(st.integers(start, min(len(ARCHIVE), start + 12)))

    consume(ARCHIVE[:start] + data.draw(st.binary(max_size=12)) + ARCHIVE[end:])


def test_hostile_counts_cost_little_memory() -> None:
    """Five bytes ask for thousands of millions of items, of every kind that a schema may have."""
    huge = b"\xfe\xff\xff\xff\x0f"
    schemas = ["string", "bytes", array("int"), {"type": "map", "values": "int"}, array(record("int", array("string")))]

    tracemalloc.start()
    for schema in schemas:
        assert len(refusals(read(header(schema) + block(1, huge) + block(1, b"\x01" + huge)))) == 2
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4 * MEGABYTE


PUBLISHED = {
    "apache-avro/lang/c/tests/avro-1237-good.avro": 2,
    "apache-avro/lang/c/tests/avro-1238-good.avro": 2,
    "apache-avro/lang/c/tests/avro-1279-codec.avro": 3,
    "apache-avro/lang/c/tests/avro-1279-no-codec.avro": 3,
    "apache-avro/share/test/data/weather.avro": 5,
    "apache-avro/share/test/data/weather-deflate.avro": 5,
    "apache-avro/share/test/data/weather-sorted.avro": 5,
    "apache-avro/share/test/data/syncInMeta.avro": 6001,
    "apache-avro/share/test/data/schemas/simple/data.avro": 3,
    "apache-avro/share/test/data/schemas/withUnion/data.avro": 3,
    "apache-avro/share/test/interop/rpc/echo/foo/request.avro": 1,
    "fastavro/tests/avro-files/deflate.avro": 10,
    "fastavro/tests/avro-files/null.avro": 10,
    "fastavro/tests/avro-files/java-generated-uuid.avro": 151,
    "fastavro/tests/avro-files/test-null.avro": 400,
    "fastavro/tests/avro-files/test-null-B.avro": 200,
    "fastavro/tests/avro-files/test-deflate-9.avro": 400,
    "fastavro/tests/avro-files/weather-legacy-generated.avro": 4,
}
"""Record counts on which independent readers agree."""


@pytest.mark.parametrize(("name", "count"), PUBLISHED.items())
def test_published_files_are_read_whole(name: str, count: int, oracles: Path) -> None:
    with (oracles / name).open("rb") as file:
        items = list(read_container(file))

    assert len(items) == count
    assert refusals(items) == []


def test_the_published_file_with_a_bad_branch_index_delivers_the_record_before(oracles: Path) -> None:
    with (oracles / "apache-avro/lang/c/tests/avro-1237-bad-union-discriminant.avro").open("rb") as file:
        items = list(read_container(file))

    assert len(values(items)) == 1
    assert refusals(items)[0] == (1, 2, "bad_value")


def test_the_published_file_that_is_cut_off_is_told(oracles: Path) -> None:
    with (oracles / "apache-avro/lang/c/tests/avro-1238-truncated.avro").open("rb") as file:
        items = list(read_container(file))

    assert refusals(items) == [(1, 0, "truncated")]


def test_the_published_recursive_file_is_refused(oracles: Path) -> None:
    with (
        (oracles / "fastavro/tests/avro-files/recursive.avro").open("rb") as file,
        pytest.raises(MalformedInput, match="LongList contains itself"),
    ):
        list(read_container(file))
