"""Refused records are events again when they can be read, and say why when they cannot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from producers.redrive import Refusal, Tally, examine, refused_in
from schemas.codec import encode, encode_event
from schemas.errors import MalformedInput, QuarantineError, RetryError
from schemas.findings import QuarantineRecord
from schemas.framing import SingleObject
from schemas.quarantine import PAYLOAD_LIMIT, refused_record
from schemas.records import Tick
from schemas.topics import EVENTS
from tests import build

AT = datetime(2025, 6, 1, tzinfo=UTC)
EVENT = build.registered("L1")
READ = SingleObject().read


def refused(
    payload: bytes, offset: int = 0, source: str = EVENTS.name, reason: str = "unknown_schema"
) -> QuarantineRecord:
    return refused_record(source, 0, offset, payload, MalformedInput(reason, "not known here"), AT)


def test_a_record_that_can_be_read_by_now_is_the_event_that_was_sent() -> None:
    found = examine(refused(encode_event(EVENT)), READ)

    assert not isinstance(found, Refusal)
    assert (found.event, found.payload) == (EVENT, encode_event(EVENT))


def test_a_record_is_taken_out_of_its_framing_first() -> None:
    found = examine(refused(b"framed"), lambda payload: encode_event(EVENT) if payload == b"framed" else payload)

    assert not isinstance(found, Refusal)
    assert found.event == EVENT


def test_a_record_that_still_cannot_be_read_keeps_its_reason_of_today() -> None:
    found = examine(refused(b"stone"), READ)

    assert isinstance(found, Refusal)
    assert found.reason == "too_short"


def test_an_event_that_no_world_can_have_is_still_refused() -> None:
    found = examine(refused(encode(build.registered(build.line("L1", carats=-5)))), READ)

    assert isinstance(found, Refusal)
    assert "carats" in found.message


def test_a_record_that_was_too_long_to_keep_cannot_be_sent_again() -> None:
    found = examine(refused(encode_event(EVENT) + bytes(PAYLOAD_LIMIT)), READ)

    assert found == Refusal(
        "truncated", f"{PAYLOAD_LIMIT:,} of its {PAYLOAD_LIMIT + len(encode_event(EVENT)):,} bytes were kept: "
        "only its emitter can send it again",
    )  # fmt: skip


def test_no_answer_of_the_registry_is_no_refusal() -> None:
    def unanswered(payload: bytes) -> bytes:
        raise RetryError("no answer")

    with pytest.raises(RetryError):
        examine(refused(b"framed"), unanswered)


def test_only_the_source_and_reason_asked_for_count_and_each_record_once() -> None:
    tally = Tally(EVENTS.name, "unknown_schema")
    asked = [
        refused(b"a"),
        refused(b"a"),
        refused(b"a", offset=1),
        refused(b"a", source="finds.csv"),
        refused(b"a", offset=2, reason="truncated"),
    ]

    assert [tally.wants(record) for record in asked] == [True, False, True, False, False]
    assert (tally.repeated, tally.others) == (1, 2)


def test_without_a_reason_all_reasons_count() -> None:
    tally = Tally(EVENTS.name)

    assert tally.wants(refused(b"a", reason="truncated"))
    assert tally.wants(refused(b"b", reason="bad_marker"))


def test_what_became_of_each_is_counted_by_the_reason_of_today() -> None:
    tally = Tally(EVENTS.name)
    for payload in (encode_event(EVENT), b"x", b"y"):
        tally.count(examine(refused(payload), READ))

    assert (tally.readable, dict(tally.refused)) == (1, {"too_short": 2})


def test_a_message_of_the_quarantine_is_the_record_in_it() -> None:
    assert refused_in(encode(refused(b"a")), READ) == refused(b"a")


@pytest.mark.parametrize(("payload", "reason"), [(b"", "too_short"), (encode(Tick(AT)), "unknown_schema")])
def test_what_is_no_refused_record_is_told_and_not_passed_over(payload: bytes, reason: str) -> None:
    found = refused_in(payload, READ)

    assert isinstance(found, Refusal)
    assert found.reason == reason


def test_refusing_keeps_the_reason_of_the_error() -> None:
    error: QuarantineError = MalformedInput("bad_marker", "no")

    assert refused_record(EVENTS.name, 0, 0, b"a", error, AT).reason == "bad_marker"
