"""Which topic and which key an input goes to."""

from __future__ import annotations

from producers.kafka.emitter import outgoing
from schemas.codec import decode, decode_event, record_of
from schemas.findings import QuarantineRecord
from schemas.framing import SingleObject
from schemas.topics import EVENTS, QUARANTINE
from tests import build
from tests.judging import KNOWN_AT


def test_an_event_goes_to_the_events_as_it_is_with_its_emitter_as_the_key() -> None:
    record = record_of(build.registered("L1", emitter="KAROWE é"))

    sent = outgoing(record, SingleObject())

    assert (sent.topic, sent.key) == (EVENTS.name, "KAROWE é".encode())
    assert decode_event(sent.payload) == record
    assert sent.size == len(record.payload) + len("KAROWE é".encode())


def test_a_refused_input_goes_to_the_quarantine_with_its_source_as_the_key() -> None:
    kept = QuarantineRecord(build.uid("Q"), "finds.csv", "line 3", "bad_value", "?", 1, b"?", KNOWN_AT)

    sent = outgoing(kept, SingleObject())

    assert (sent.topic, sent.key) == (QUARANTINE.name, b"finds.csv")
    assert decode(sent.payload) == kept
