"""The importer of Avro container files: what the readers of the contract say, with a position a person can use."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import fastavro
import pytest

from producers.importers import avro_container
from producers.importers.base import Accepted, Read, Refused
from schemas import catalog
from schemas.codec import HEADER_BYTES, record_of
from schemas.events import CustodyEvent, EventRecord
from tests.build import registered

RECORDED = datetime(2026, 1, 2, tzinfo=UTC)


def container(*records: EventRecord) -> bytes:
    """A container file of these events, as another program would write it."""
    schema = catalog.schema(CustodyEvent.__name__)
    plain = [
        fastavro.schemaless_reader(io.BytesIO(each.payload[HEADER_BYTES:]), schema, return_record_name=True)
        for each in records
    ]
    output = io.BytesIO()
    fastavro.writer(output, schema, plain, sync_interval=1)
    return output.getvalue()


def read(folder: Path, data: bytes) -> list[Read]:
    file = folder / "events.avro"
    file.write_bytes(data)
    return list(avro_container.read(file, recorded_at=RECORDED))


def test_events_come_out_as_they_went_in(tmp_path: Path) -> None:
    records = [record_of(registered("A")), record_of(registered("B"))]
    readings = read(tmp_path, container(*records))
    assert [reading.record for reading in readings if isinstance(reading, Accepted)] == records
    assert readings[1].position.startswith("block 2, record 1, byte ")


def test_a_file_that_is_cut_off_gives_the_events_before_and_one_refusal(tmp_path: Path) -> None:
    data = container(record_of(registered("A")), record_of(registered("B")))
    first, second = read(tmp_path, data[:-30])
    assert isinstance(first, Accepted)
    assert isinstance(second, Refused)
    assert second.reason == "truncated"
    assert second.position.startswith("block 2")


@pytest.mark.parametrize("data", [b"", b"Obj", b"PK\x03\x04 a spreadsheet in disguise"])
def test_a_file_of_another_kind_is_one_refusal(tmp_path: Path, data: bytes) -> None:
    (reading,) = read(tmp_path, data)
    assert isinstance(reading, Refused)
    assert reading.position == "header"
    assert "header of the container file" in reading.message
