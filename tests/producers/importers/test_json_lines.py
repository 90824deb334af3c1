"""The JSON Lines importer: one event a line, and every line answered."""

from __future__ import annotations

import io
import json
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.importers import json_lines
from producers.importers.base import Accepted, Read, Refused
from schemas.jsonform import event_to_json
from schemas.quarantine import PAYLOAD_LIMIT
from tests.build import registered

RECORDED = datetime(2026, 1, 2, tzinfo=UTC)


def line(lot: str = "L1", **changes: Any) -> bytes:
    """An event as one line, without its end; a change to None leaves the field out."""
    fields = event_to_json(registered(lot)) | changes
    return json.dumps({name: value for name, value in fields.items() if value is not None}).encode()


def read(data: bytes, default_emitter: str | None = None) -> list[Read]:
    stream = io.BytesIO(data)
    return list(json_lines.read_stream(stream, recorded_at=RECORDED, default_emitter=default_emitter))


def reasons(readings: list[Read]) -> list[str]:
    """The reason of each refusal, and an empty text for each event."""
    return [reading.reason if isinstance(reading, Refused) else "" for reading in readings]


def test_each_line_is_an_event_with_its_number_and_byte() -> None:
    first, second = line("A"), line("B")
    readings = read(first + b"\n" + second + b"\n")
    assert reasons(readings) == ["", ""]
    assert [reading.position for reading in readings] == ["line 1, byte 0", f"line 2, byte {len(first) + 1}"]


def test_what_was_written_comes_back_field_by_field() -> None:
    event = registered("A")
    (reading,) = read(json.dumps(event_to_json(event)).encode())
    assert isinstance(reading, Accepted)
    assert reading.record.event == event


def test_a_mark_at_the_beginning_carriage_returns_and_blank_lines_do_not_matter() -> None:
    data = b"\xef\xbb\xbf" + line("A") + b"\r\n\r\n   \n" + line("B") + b"\r\n"
    readings = read(data)
    assert reasons(readings) == ["", ""]
    assert readings[1].position.startswith("line 4, ")


def test_an_event_without_id_gets_the_same_one_at_every_reading() -> None:
    data = line("A", event_id=None, recorded_at=None)
    later = json_lines.read_stream(io.BytesIO(data), recorded_at=RECORDED + timedelta(days=1))
    (first,), (second,) = read(data), list(later)
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.record.event.event_id == second.record.event.event_id
    assert first.record.digest == second.record.digest
    assert second.record.event.recorded_at == RECORDED + timedelta(days=1)


def test_a_default_emitter_speaks_only_where_the_line_names_none() -> None:
    data = line("A", emitter=None) + b"\n" + line("B") + b"\n"
    first, second = read(data, default_emitter="COOP-7")
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.record.event.emitter == "COOP-7"
    assert second.record.event.emitter == registered("B").emitter
    assert reasons(read(line("A", emitter=None))) == ["missing_field"]


def test_a_last_line_that_is_half_written_is_told_apart_from_bad_json() -> None:
    data = line("A") + b"\n" + line("B")[:-20]
    assert reasons(read(data)) == ["", "truncated"]
    assert reasons(read(data + b"\n" + line("C"))) == ["", "bad_json", ""]


def test_a_last_line_without_line_end_counts_when_it_is_whole() -> None:
    assert reasons(read(line("A") + b"\n" + line("B"))) == ["", ""]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line().replace(b"{", b'{"emitter": "X", ', 1), "bad_json"),
        (line(sequence=1).replace(b'"sequence": 1', b'"sequence": NaN'), "bad_json"),
        (b'{"occurred_at": NaN}', "bad_json"),
        (b"[1, 2]", "bad_value"),
        (b"42", "bad_value"),
        (b"{" * 100_000, "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b"9" * 10_000, "bad_json"),
        (line().replace(b"MINE", b"M\xffNE"), "not_utf8"),
        (line(colour="blue"), "unknown_field"),
        (line(recorded_at="1999-01-01T00:00:00Z"), "bad_instant"),
        (b"\x00", "bad_json"),
    ],
)
def test_a_bad_line_is_refused_with_its_bytes_and_the_next_is_read(bad: bytes, reason: str) -> None:
    readings = read(line("A") + b"\n" + bad + b"\n" + line("B") + b"\n")
    assert reasons(readings) == ["", reason, ""]
    found = readings[1]
    assert isinstance(found, Refused)
    assert found.payload == bad[:PAYLOAD_LIMIT]
    assert found.size == len(bad)
    assert found.position.startswith("line 2, ")


class Endless(io.RawIOBase):
    """A file whose second line is 100 MB long and that never holds it in memory itself."""

    def __init__(self, first: bytes, length: int, last: bytes) -> None:
        """``first``, then a line of ``length`` bytes, then ``last``."""
        self._parts = self._chunks(first, length, last)
        self._rest = b""

    @staticmethod
    def _chunks(first: bytes, length: int, last: bytes) -> Iterator[bytes]:
        yield first + b"\n"
        block = b"x" * 65536
        for _ in range(length // len(block)):
            yield block
        yield b"x" * (length % len(block)) + b"\n"
        yield last + b"\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._parts, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def test_a_line_of_a_hundred_megabytes_is_refused_without_being_held_in_memory() -> None:
    length = 100 * 1024 * 1024
    first = line("A")
    stream = io.BufferedReader(Endless(first, length, line("B")))
    tracemalloc.start()
    try:
        readings = list(json_lines.read_stream(stream, recorded_at=RECORDED))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert reasons(readings) == ["", "line_too_long", ""]
    found = readings[1]
    assert isinstance(found, Refused)
    assert found.size == length
    assert found.position == f"line 2, byte {len(first) + 1}"
    assert readings[2].position == f"line 3, byte {len(first) + length + 2}"
    assert peak < 5 * json_lines.LONGEST_LINE


@pytest.mark.parametrize(("extra", "reason"), [(0, ""), (1, "line_too_long")])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_the_limit_of_a_line_counts_without_its_end(extra: int, reason: str, end: bytes) -> None:
    event = line("A")
    padded = event + b" " * (json_lines.LONGEST_LINE - len(event) + extra)
    assert reasons(read(padded + end)) == [reason]


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line("A"))))
    assert reasons(list(json_lines.read(Path("-"), recorded_at=RECORDED))) == [""]


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(line("A"))
    assert reasons(list(json_lines.read(file, recorded_at=RECORDED))) == [""]


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_is_answered_and_the_next_line_is_read(data: bytes) -> None:
    *before, last = read(data + b"\n" + line("LAST"))
    assert isinstance(last, Accepted)
    assert len(before) == sum(1 for part in data.removeprefix(b"\xef\xbb\xbf").split(b"\n") if part.strip())
