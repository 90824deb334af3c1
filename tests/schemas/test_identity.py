"""What makes two events the same."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from uuid import UUID

from hypothesis import given

from schemas.codec import record_of
from schemas.events import CustodyEvent, DeclarationReason, Signature
from schemas.identity import content_digest, derived_event_id, with_derived_id
from tests.build import declared_wrong, instant, line, registered, uid
from tests.strategies import custody_events


def test_the_same_content_written_down_at_another_time_has_the_same_id() -> None:
    first = registered(recorded_at="2024-03-01T08:00")
    second = registered(recorded_at="2024-03-09T17:30")

    assert first.event_id == second.event_id
    assert first.recorded_at != second.recorded_at


def test_any_other_content_has_another_id() -> None:
    ids = {
        event.event_id
        for event in (
            registered(),
            registered(emitter="TRADER"),
            registered(sequence=1),
            registered(line(carats=1001)),
            registered(at="2024-03-01T00:01"),
            registered(utc_offset_minutes=120),
        )
    }

    assert len(ids) == 6


@given(custody_events())
def test_the_head_of_an_event_is_not_its_content(event: CustodyEvent) -> None:
    other = replace(
        event, event_id=uid("other"), recorded_at=instant("2030-01-01"), signature=Signature("K", bytes(64))
    )

    assert content_digest(other) == content_digest(event)
    assert with_derived_id(other).event_id == with_derived_id(event).event_id


def test_a_declaration_has_the_digest_and_the_id_of_the_event_it_repeats() -> None:
    event = registered()
    declaration = declared_wrong(event, reason=DeclarationReason.DID_NOT_OCCUR)

    assert content_digest(declaration) == content_digest(event)
    assert with_derived_id(declaration).event_id == event.event_id
    assert record_of(declaration).payload != record_of(event).payload


def test_the_digest_is_sha_256_over_the_end_of_the_message() -> None:
    record = record_of(registered(id="a"))
    head = 1 + 36 + 8 + 1 + 1  # length and text of the id, microseconds of 2024, two absent values

    assert record.digest == hashlib.sha256(record.payload[10 + head :]).digest()


def test_a_derived_id_is_a_uuid_of_version_8_in_the_digest() -> None:
    digest = bytes.fromhex("00112233445566778899aabbccddeeff" * 2)

    derived = UUID(derived_event_id(digest))

    assert str(derived) == "00112233-4455-8677-8899-aabbccddeeff"
    assert (derived.version, derived.variant) == (8, "specified in RFC 4122")
