"""What is kept of a record of the log that was refused."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import decode, encode
from schemas.errors import MalformedInput
from schemas.quarantine import PAYLOAD_LIMIT, refused_record
from tests.build import instant

ERROR = MalformedInput("bad_marker", "expected bytes c3 01 at byte 0, got 00 00")
AT = instant("2025-01-01")


def test_a_refused_record_says_where_it_stands_and_why() -> None:
    kept = refused_record("custody.events.v1", 3, 17, b"\0\0", ERROR, AT)

    assert (kept.source, kept.position) == ("custody.events.v1", "partition 3, offset 17")
    assert (kept.reason, kept.message) == ("bad_marker", str(ERROR))
    assert (kept.size, kept.payload, kept.received_at) == (2, b"\0\0", AT)
    assert str(UUID(kept.quarantine_id)) == kept.quarantine_id
    assert decode(encode(kept)) == kept


def test_a_long_payload_is_cut_and_its_size_is_told() -> None:
    payload = bytes(range(256)) * 1024

    kept = refused_record("t", 0, 0, payload, ERROR, AT)

    assert (kept.size, kept.payload) == (len(payload), payload[:PAYLOAD_LIMIT])
    assert kept.quarantine_id != refused_record("t", 0, 0, payload[:-1] + b"x", ERROR, AT).quarantine_id


def test_the_reason_is_no_part_of_the_id() -> None:
    other = refused_record("t", 0, 0, b"x", MalformedInput("too_short", "otherwise said"), instant("2026-01-01"))

    assert other.quarantine_id == refused_record("t", 0, 0, b"x", ERROR, AT).quarantine_id


PLACES = st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 3), st.integers(0, 30), st.binary(max_size=3))


@given(PLACES, PLACES)
def test_records_at_different_places_or_of_different_bytes_have_different_ids(
    one: tuple[str, int, int, bytes], other: tuple[str, int, int, bytes]
) -> None:
    ids = {refused_record(*place, ERROR, AT).quarantine_id for place in (one, other)}

    assert len(ids) == len({one, other})
