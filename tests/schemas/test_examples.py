"""The published examples: each goes from JSON to Avro and back, and comes out with the same bytes and the same JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path

import fastavro
import pytest

from schemas import catalog, codec, identity, jsonform, shapes
from schemas.events import CustodyEvent

EXAMPLES = Path(__file__).resolve().parents[2] / "schemas" / "avro" / "examples"
FILES = sorted(EXAMPLES.rglob("*.json"))
EVENTS = [file for file in FILES if "body" in json.loads(file.read_text(encoding="utf-8"))]
NAMES = [f"{file.parent.name}/{file.stem}" for file in FILES]


def binary_of(value: object) -> bytes:
    """Avro binary without the framing of a message."""
    output = io.BytesIO()
    name = type(value).__name__
    fastavro.schemaless_writer(output, catalog.schema(name), shapes.to_datum(name)(value))
    return output.getvalue()


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_an_example_goes_through_avro_unchanged(file: Path) -> None:
    written = json.loads(file.read_text(encoding="utf-8"))
    value = jsonform.from_json("CustodyEvent" if "body" in written else file.parent.name, written)

    binary = binary_of(value)
    again, end = shapes.reader(type(value).__name__)(binary, 0)

    assert (again, end) == (value, len(binary))
    assert binary_of(again) == binary
    assert jsonform.to_json(again) == written


@pytest.mark.parametrize("file", EVENTS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_example_of_an_event_keeps_its_identity(file: Path) -> None:
    """The ids in the files are derived from the content, so they pin its bytes for ever."""
    event = jsonform.event_from_json(json.loads(file.read_text(encoding="utf-8")))

    record = codec.decode_event(codec.encode_event(event))

    assert record.event == event
    assert identity.derived_event_id(record.digest) == event.event_id


@pytest.mark.parametrize("file", EVENTS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_example_of_an_event_stands_in_the_folder_of_its_body(file: Path) -> None:
    event = jsonform.event_from_json(json.loads(file.read_text(encoding="utf-8")))

    assert file.parent.name in (CustodyEvent.__name__, type(event.body).__name__)


def test_every_record_has_an_example() -> None:
    records = {name for name in catalog.names() if catalog.source(name)["type"] == "record"}

    assert {file.parent.name for file in FILES} == records
