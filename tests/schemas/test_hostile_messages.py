"""Whatever bytes come in are an event or a refusal that says where; never another exception, never much memory."""

from __future__ import annotations

import contextlib
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import catalog
from schemas.codec import HEADER_BYTES, MARKER, MAX_EVENT_BYTES, decode, decode_event, encode, encode_event, record_of
from schemas.errors import MalformedInput, QuarantineError
from schemas.events import CustodyEvent
from schemas.records import Tick
from tests.build import certificate, examined, instant, issued, line, registered, released
from tests.strategies import custody_events

HEADER = MARKER + catalog.fingerprint("CustodyEvent")
PAYLOAD = encode_event(released([line("L1"), line("L2")], id="a", seals=("S1",)))
REASONS = {
    "bad_marker", "bad_value", "not_canonical", "too_large", "too_short", "trailing_bytes", "truncated",
    "unknown_body", "unknown_schema",
}  # fmt: skip


def refusal(payload: bytes) -> MalformedInput:
    """The error that these bytes end in."""
    with pytest.raises(MalformedInput) as refused:
        decode(payload)
    assert refused.value.reason in REASONS
    return refused.value


def judge_bytes(payload: bytes) -> None:
    """Accept only what is written in exactly these bytes; any exception but a refusal fails the test."""
    with contextlib.suppress(QuarantineError):
        record = decode_event(payload)
        assert record_of(record.event) == record


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(payload: bytes) -> None:
    assert refusal(payload).reason in ("too_short", "bad_marker", "unknown_schema")


@given(st.binary(max_size=300))
def test_random_bytes_behind_a_good_header_are_refused_or_an_event(content: bytes) -> None:
    judge_bytes(HEADER + content)


@pytest.mark.parametrize(
    "event", [released([line("L1"), line("L2")]), examined(), issued()], ids=["released", "examined", "issued"]
)
def test_a_message_cut_off_anywhere_is_refused(event: CustodyEvent) -> None:
    payload = encode_event(event)

    for size in range(len(payload)):
        assert refusal(payload[:size]).reason == ("too_short" if size < HEADER_BYTES else "truncated"), size


def test_a_message_with_any_bit_turned_is_refused_or_another_event() -> None:
    for bit in range(len(PAYLOAD) * 8):
        turned = bytearray(PAYLOAD)
        turned[bit // 8] ^= 1 << bit % 8
        judge_bytes(bytes(turned))


@given(custody_events(), st.data())
def test_an_event_with_bytes_replaced_is_refused_or_another_event(event: CustodyEvent, data: st.DataObject) -> None:
    payload = encode_event(event)
    start = data.draw(st.integers(HEADER_BYTES, len(payload)))
    end = data.draw(st.integers(start, min(len(payload), start + 12)))

    judge_bytes(payload[:start] + data.draw(st.binary(max_size=12)) + payload[end:])


@pytest.mark.parametrize(
    "size", [b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\xfe\xff\xff\xff\x0f", b"\x80\x80\x80\x01"]
)
def test_a_huge_length_costs_no_memory(size: bytes) -> None:
    """As the length of a text and as the count of a list, at every place of an event."""
    tracemalloc.start()
    for at in range(HEADER_BYTES, len(PAYLOAD)):
        judge_bytes(PAYLOAD[:at] + size + PAYLOAD[at:])
        judge_bytes(PAYLOAD[:at] + size + PAYLOAD[at + 1 :])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2 * MAX_EVENT_BYTES


def test_a_message_above_the_limit_is_refused_unread() -> None:
    assert refusal(PAYLOAD + bytes(MAX_EVENT_BYTES)).reason == "too_large"
    assert refusal(bytes(MAX_EVENT_BYTES + 1)).reason == "too_large"


def test_bytes_behind_the_event_are_refused() -> None:
    error = refusal(PAYLOAD + b"\x00")

    assert error.reason == "trailing_bytes"
    assert str(error) == f"CustodyEvent: expected the end at byte {len(PAYLOAD)}, got 1 bytes more"


def test_the_framing_of_a_schema_registry_is_recognised() -> None:
    error = refusal(b"\x00\x00\x00\x00\x07" + PAYLOAD[HEADER_BYTES:])

    assert error.reason == "bad_marker"
    assert "schema registry" in str(error)


def test_an_unknown_fingerprint_is_refused_with_the_known_ones() -> None:
    error = refusal(MARKER + bytes(8) + PAYLOAD[HEADER_BYTES:])

    assert error.reason == "unknown_schema"
    assert "got 0000000000000000" in str(error)
    assert catalog.fingerprint("CustodyEvent").hex() in str(error)


def replaced(old: bytes, new: bytes, payload: bytes = PAYLOAD) -> bytes:
    """The message with the one place that reads ``old`` changed."""
    assert payload.count(old) == 1
    return payload.replace(old, new)


FORM = b"\x00\x0c710231"
ONE_LINE = encode_event(registered(line("L1", 1000, stones=None, value_cents=0), id="a"))
VALUE = b"\x02\x04BW\x00\x00\x02\x00\x00"
LOT_AND_CARATS = b"\x04L1\xd0\x0f"


@pytest.mark.parametrize(
    ("payload", "reason", "place"),
    [
        (replaced(FORM, b"\x01\x0c710231", ONE_LINE), "bad_value", "lines[0].form"),
        (replaced(FORM, b"\x04\x0c710231", ONE_LINE), "bad_value", "lines[0].form"),
        (replaced(FORM, b"\x80\x00\x0c710231", ONE_LINE), "not_canonical", "lines[0].form"),
        (replaced(VALUE, b"\x02\x04BW\x00\x00\x01\x00\x00", ONE_LINE), "bad_value", "lines[0].value_cents"),
        (replaced(VALUE, b"\x02\x04BW\x00\x00\x04\x00\x00", ONE_LINE), "bad_value", "lines[0].value_cents"),
        (replaced(VALUE, b"\x01\x06\x04BW\x00\x00\x02\x00\x00", ONE_LINE), "not_canonical", "lines[0].origins"),
        (replaced(VALUE, b"\x02\x04BW\x02\x04BW\x00\x00\x02\x00\x00", ONE_LINE), "not_canonical", "origins"),
        (replaced(LOT_AND_CARATS, b"\x03L1\xd0\x0f", ONE_LINE), "bad_value", "lines[0].lot_id"),
        (replaced(LOT_AND_CARATS, b"\x04\xff1\xd0\x0f", ONE_LINE), "bad_value", "lines[0].lot_id"),
        (replaced(LOT_AND_CARATS, b"\x04L1\xd0\x8f\x00", ONE_LINE), "not_canonical", "lines[0].carats"),
        (replaced(LOT_AND_CARATS, b"\x04L1" + b"\xff" * 10 + b"\x01", ONE_LINE), "bad_value", "lines[0].carats"),
        (replaced(LOT_AND_CARATS, b"\x04L1" + b"\xff" * 9 + b"\x02", ONE_LINE), "bad_value", "lines[0].carats"),
        (HEADER + b"\x48" + b"A" * 36 + PAYLOAD[HEADER_BYTES + 37 :], "bad_value", "CustodyEvent.event_id at byte 10"),
    ],
)  # fmt: skip
def test_a_second_spelling_or_a_value_out_of_range_is_refused_with_its_place(
    payload: bytes, reason: str, place: str
) -> None:
    """Index -1 and 2 of an enum of 2, of a union of 2; padded numbers; lists in blocks; bad lengths, text, sizes."""
    error = refusal(payload)

    assert error.reason == reason
    assert place in str(error)
    assert "at byte" in str(error)


@pytest.mark.parametrize("branch", [b"\x1e", b"\x01", b"\x80\x01"], ids=["15", "-1", "64"])
def test_an_unknown_body_is_refused_with_the_known_ones(branch: bytes) -> None:
    body = b"\x00\x00\x00\x08MINE"  # no evidence; the first branch; mined; by MINE
    assert ONE_LINE.count(body) == 1

    error = refusal(ONE_LINE.replace(body, b"\x00" + branch + body[2:]))

    assert error.reason == "unknown_body"
    assert "CustodyReleased" in str(error)


@pytest.mark.parametrize("micros", [2**63 - 1, -(2**63), 253_402_300_800_000_000, -62_135_596_800_000_001])
def test_an_instant_outside_the_calendar_is_refused(micros: int) -> None:
    payload = encode(Tick(instant("1970-01-01")))
    zigzag = (micros << 1) ^ (micros >> 63)
    number = bytearray()
    while zigzag >= 0x80:
        number.append(zigzag & 0x7F | 0x80)
        zigzag >>= 7
    number.append(zigzag)

    error = refusal(payload[:HEADER_BYTES] + bytes(number))

    assert error.reason == "bad_value"
    assert f"in the years 1 to 9999, got {micros}" in str(error)


@pytest.mark.parametrize(
    ("number", "told"), [(b"\xfe\xff\xff\xff\x0f", "1 to 9999"), (b"\xfe\xff\xff\xff\x7f", "32 bits")]
)
def test_a_day_outside_the_calendar_is_refused(number: bytes, told: str) -> None:
    payload = encode_event(issued(certificate(issued="2024-03-04")))
    days = b"\x94\xb5\x02"  # 2024-03-04
    assert payload.count(days) == 1

    error = refusal(payload.replace(days, number))

    assert error.reason == "bad_value"
    assert "body.certificate.issued_on" in str(error)
    assert told in str(error)
