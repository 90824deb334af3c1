"""Events decoded once for all who ask."""

from __future__ import annotations

import pytest

from schemas import codec
from schemas.errors import MalformedInput
from stream_processors.decoding import LARGEST, decode_event
from stream_processors.subject_batches import content_of
from tests import build
from tests.judges import entry


def test_who_asks_for_the_same_bytes_gets_the_same_event() -> None:
    payload = codec.encode_event(build.registered("L1"))
    assert decode_event(payload) == codec.decode_event(payload)
    assert decode_event(payload) is decode_event(bytes(bytearray(payload)))


def test_the_judges_of_all_partitions_get_the_event_that_the_router_has_decoded() -> None:
    payload = codec.encode_event(build.registered("L1"))
    decoded = decode_event(payload)
    assert content_of(entry(bytes(bytearray(payload))), 2) is decoded


def test_a_large_event_is_not_kept() -> None:
    payload = codec.encode_event(build.registered([build.line(f"L-{number:050}") for number in range(LARGEST // 50)]))
    assert len(payload) > LARGEST
    assert decode_event(payload) == codec.decode_event(payload)
    assert decode_event(payload) is not decode_event(payload)


def test_what_cannot_be_read_is_refused_every_time() -> None:
    payload = codec.encode_event(build.registered("L1"))[:-1]
    for _ in range(2):
        with pytest.raises(MalformedInput):
            decode_event(payload)
