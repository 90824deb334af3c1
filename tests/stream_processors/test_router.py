"""The router: where events go, in which batches, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import codec
from schemas.errors import MalformedInput
from schemas.events import CustodyEvent
from schemas.quarantine import refused_record
from schemas.records import Entry, SubjectBatch, Tick
from schemas.routing import partition_of, shares
from schemas.topics import REFERENCE
from stream_processors.incoming import Incoming
from stream_processors.router import BATCH_BYTES, BATCH_ENTRIES, Routed, destinations, route
from tests import build
from tests.changes import party
from tests.disturbances import disturbed_histories
from tests.judging import KNOWN_AT


def arrived(offset: int, content: codec.Message | bytes) -> Incoming:
    """A record of the log of events, a second after the one before it."""
    payload = content if isinstance(content, bytes) else codec.encode(content)
    return Incoming("events", 2, offset, KNOWN_AT + timedelta(seconds=offset), payload)


def entries_of(routed: Routed, partition: int) -> list[Entry]:
    """What a partition gets, in order."""
    return [entry for number, batch in routed.batches if number == partition for entry in batch.entries]


def of_many_lots(lots: int) -> CustodyEvent:
    return build.exported([f"LOT-{number:06}" for number in range(lots)])


# -------------------------------------------------------------------------------------------------------- destinations


@given(disturbed_histories(), st.sampled_from([1, 3, 12]))
def test_an_event_goes_once_to_each_partition_that_has_one_of_its_subjects_and_to_no_other(
    events: list[CustodyEvent], partitions: int
) -> None:
    records = [arrived(offset, event) for offset, event in enumerate(events)]
    routed = route(records, partitions)
    assert routed.refused == []
    for partition in range(partitions):
        wanted = [
            Entry(record.known_at, record.payload)
            for record, event in zip(records, events, strict=True)
            if any(partition_of(share.subject, partitions) == partition for share in shares(event))
        ]
        assert entries_of(routed, partition) == wanted


def test_a_declaration_follows_the_event_that_it_takes_back() -> None:
    event = of_many_lots(4)
    assert destinations(build.declared_wrong(event), 12) == destinations(event, 12)


def test_a_shipment_of_five_thousand_lots_is_copied_at_most_once_to_each_partition() -> None:
    routed = route([arrived(0, of_many_lots(5000))], 12)
    assert [partition for partition, _ in routed.batches] == list(range(12))
    assert all(len(batch.entries) == 1 for _, batch in routed.batches)


def test_every_partition_is_chosen_by_some_lot() -> None:
    chosen = {partition for n in range(200) for partition in destinations(build.registered(f"LOT-{n}"), 12)}
    assert chosen == set(range(12))


# ------------------------------------------------------------------------------------------------------------- batches


def test_a_batch_holds_so_many_records_at_most() -> None:
    records = [arrived(number, build.registered(f"L{number}")) for number in range(2 * BATCH_ENTRIES + 1)]
    routed = route(records, 1)
    assert [len(batch.entries) for _, batch in routed.batches] == [BATCH_ENTRIES, BATCH_ENTRIES, 1]
    assert [entry.payload for entry in entries_of(routed, 0)] == [record.payload for record in records]


def test_a_batch_is_closed_before_it_holds_too_many_bytes_unless_one_record_is_as_long() -> None:
    small, large = (build.registered([f"{size}-{n}" for n in range(size)]) for size in (2000, 18_000))
    lengths = {event: len(codec.encode(event)) for event in (small, large)}
    assert lengths[small] < BATCH_BYTES // 4
    assert lengths[large] > BATCH_BYTES
    filled = BATCH_BYTES // lengths[small]
    records = [arrived(number, event) for number, event in enumerate([*[small] * (2 * filled + 1), large, small])]
    batches = [batch for _, batch in route(records, 1).batches]
    assert [len(batch.entries) for batch in batches] == [filled, filled, 1, 1, 1]
    for batch in batches:
        payload = codec.encode(batch)
        assert codec.decode(payload) == batch


def test_the_longest_event_that_can_be_travels_in_a_batch() -> None:
    def of(lots: int) -> bytes:
        return codec.record_of(build.registered([f"{n:0220}" for n in range(lots)])).payload

    each = len(of(2)) - len(of(1))
    longest = of(codec.MAX_EVENT_BYTES // each - 1)
    assert codec.MAX_EVENT_BYTES - 2 * each < len(longest) <= codec.MAX_EVENT_BYTES
    for _, batch in route([arrived(0, longest)], 3).batches:
        assert codec.decode(codec.encode(batch)) == SubjectBatch((Entry(KNOWN_AT, longest),))


def test_batches_of_a_partition_come_in_the_order_of_the_log() -> None:
    records = [arrived(number, build.registered(f"L{number}")) for number in range(3 * BATCH_ENTRIES)]
    routed = route(records, 2)
    for partition in (0, 1):
        known = [entry.known_at for entry in entries_of(routed, partition)]
        assert known == sorted(known)
    assert sum(len(batch.entries) for _, batch in routed.batches) == len(records)


def test_nothing_to_route_is_no_batch() -> None:
    assert route([], 12) == Routed()


# ------------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "too_short"),
        (b"no message of ours", "bad_marker"),
        (codec.encode(build.released())[:-1], "truncated"),
        (Tick(KNOWN_AT), "unknown_schema"),
    ],
)
def test_what_is_no_event_is_refused_and_the_others_go_on(content: codec.Message | bytes, reason: str) -> None:
    records = [arrived(7, build.registered()), arrived(8, content), arrived(9, build.released())]
    routed = route(records, 1)
    [refused] = routed.refused
    assert (refused.reason, refused.source, refused.position) == (reason, "events", "partition 2, offset 8")
    assert (refused.payload, refused.received_at) == (records[1].payload, records[1].known_at)
    assert [entry.payload for entry in entries_of(routed, 0)] == [records[0].payload, records[2].payload]


def stated(offset: int, content: codec.Message | bytes) -> Incoming:
    """A record of the topic of reference data."""
    return replace(arrived(offset, content), topic=REFERENCE.name)


def test_a_change_of_reference_data_goes_to_every_partition_between_the_events_where_it_stands() -> None:
    change = stated(2, party("P-1"))
    records = [arrived(1, build.registered("L1")), change, arrived(3, build.released("L1"))]
    routed = route(records, 12)
    assert routed.refused == []
    for number in range(12):
        payloads = [entry.payload for entry in entries_of(routed, number)]
        assert change.payload in payloads
    of_lot = partition_of("lot:L1", 12)
    assert [entry.payload for entry in entries_of(routed, of_lot)] == [record.payload for record in records]


def test_what_is_no_change_of_reference_data_is_refused() -> None:
    good = party("P-1")
    wrong = replace(good, key="P-2"), replace(good, table="moods")
    contents: list[codec.Message | bytes] = [build.registered(), Tick(KNOWN_AT), b"no message", *wrong]
    routed = route([stated(number, content) for number, content in enumerate(contents)], 3)
    assert [refused.reason for refused in routed.refused] == [
        "unexpected_kind", "unexpected_kind", "bad_marker", "bad_reference", "bad_reference",
    ]  # fmt: skip
    assert [refused.source for refused in routed.refused] == [REFERENCE.name] * 5
    assert routed.batches == []


def test_what_is_refused_again_has_the_same_id_and_what_comes_again_has_another() -> None:
    first, second = (route([arrived(offset, b"broken")], 3).refused for offset in (1, 2))
    assert route([arrived(0, build.registered()), arrived(1, b"broken")], 12).refused == first
    assert first[0].quarantine_id != second[0].quarantine_id


def test_a_refusal_is_the_record_that_everybody_makes_of_it() -> None:
    record = arrived(1, b"broken")
    with pytest.raises(MalformedInput) as caught:
        codec.decode_event(record.payload)
    expected = refused_record("events", 2, 1, b"broken", caught.value, record.known_at)
    assert route([record], 1).refused == [expected]
