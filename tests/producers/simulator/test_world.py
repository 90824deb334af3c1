"""What a simulated world looks like from outside."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import get_args

import pytest

from producers.simulator.links import LONGEST_DELAY
from producers.simulator.world import simulate
from schemas.codec import encode_event
from schemas.errors import ConfigurationError, StopError
from schemas.events import (
    Body,
    CertificateIssued,
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    LotRegistered,
    RegistrationKind,
)
from schemas.reference.load import load_reference
from schemas.validation import check_event


def sent_bytes(seed: int) -> list[bytes]:
    """Everything a world of a fault or two sends, with the instants."""
    world = simulate(seed, 800, faults=3)
    return [encode_event(sent.event) + sent.sent_at.isoformat().encode() for sent in world.sent()]


def honest(seed: int, events: int) -> list[CustodyEvent]:
    """The records of an honest world, in order of arrival."""
    return [sent.event for sent in simulate(seed, events).sent()]


def test_the_same_seed_makes_the_same_bytes() -> None:
    assert sent_bytes(7) == sent_bytes(7)


def test_another_seed_makes_another_world() -> None:
    assert set(sent_bytes(7)).isdisjoint(sent_bytes(8))


def test_every_kind_of_event_occurs() -> None:
    bodies = {type(event.body) for event in honest(1, 5_000)}
    assert bodies == set(get_args(Body))


def test_every_event_is_one_that_can_be() -> None:
    for sent in simulate(2, 2_000, faults=40).sent():
        check_event(sent.event)


@pytest.mark.parametrize("events", [1, 100, 3_000])
def test_there_are_at_least_as_many_events_as_asked_for_and_not_many_more(events: int) -> None:
    records = honest(3, events)
    different = {(event.event_id, event.error_declaration is None) for event in records}
    assert events <= len(different) <= events + 300


def test_events_arrive_in_order_of_sending_and_late_by_up_to_three_weeks() -> None:
    sent = list(simulate(3, 3_000).sent())
    instants = [one.sent_at for one in sent]
    delays = [one.sent_at - one.event.recorded_at for one in sent]
    assert instants == sorted(instants)
    assert max(delays) > timedelta(days=5)
    assert max(delays) <= LONGEST_DELAY + timedelta(days=3)


def test_events_arrive_in_another_order_than_they_happened() -> None:
    happened = [event.occurred_at for event in honest(3, 1_000)]
    assert happened != sorted(happened)


def test_some_events_are_sent_twice_and_the_second_is_the_first_again() -> None:
    events = honest(3, 3_000)
    seen: dict[tuple[str, bool], CustodyEvent] = {}
    for event in events:
        assert seen.setdefault((event.event_id, event.error_declaration is None), event) == event
    assert len(events) - len(seen) > 20


def test_some_events_are_taken_back_and_come_again_as_they_should_have_been() -> None:
    events = honest(3, 5_000)
    by_id = {event.event_id: event for event in events if event.error_declaration is None}
    declared = [event for event in events if event.error_declaration is not None]
    assert declared
    for event in declared:
        assert event.error_declaration is not None
        (correction,) = event.error_declaration.corrective_event_ids
        assert by_id[event.event_id].body == event.body
        assert type(by_id[correction].body) is type(event.body)
        assert by_id[correction].body != event.body


def test_clocks_of_two_parties_at_one_table_differ_but_not_by_more_than_a_quarter_of_an_hour() -> None:
    events = {event.event_id: event for event in honest(3, 3_000)}
    released = {e.body.handover_id: e for e in events.values() if isinstance(e.body, CustodyReleased)}
    gaps = [
        event.occurred_at - released[event.body.handover_id].occurred_at
        for event in events.values()
        if isinstance(event.body, CustodyReceived) and event.body.handover_id in released
    ]
    assert min(gaps) < timedelta(0)
    assert min(gaps) >= timedelta(minutes=-15)


def test_nothing_is_received_by_a_party_that_is_not_connected() -> None:
    world = simulate(3, 5_000)
    isolated = {party.party_id for party in world.parties if not party.connected}
    receivers = {s.event.body.to_party for s in world.sent() if isinstance(s.event.body, CustodyReceived)}
    assert isolated
    assert isolated.isdisjoint(receivers)


def test_every_emitter_counts_its_events_from_one_without_a_gap() -> None:
    numbers: dict[str, set[int]] = defaultdict(set)
    for event in honest(3, 3_000):
        assert event.sequence is not None
        numbers[event.emitter].add(event.sequence)
    assert all(found == set(range(1, max(found) + 1)) for found in numbers.values())


def test_numbers_of_an_emitter_rise_with_when_it_wrote_its_events_down() -> None:
    written: dict[tuple[str, int], datetime] = {}
    for event in honest(3, 3_000):
        if event.error_declaration is None and event.sequence is not None:
            written[event.emitter, event.sequence] = event.recorded_at
    in_order = sorted(written)
    same_emitter = [(one, other) for one, other in pairwise(in_order) if one[0] == other[0]]
    assert len(same_emitter) > 1000
    assert all(written[one] <= written[other] for one, other in same_emitter)


def test_serials_of_an_issuer_rise_with_the_day_of_issue() -> None:
    issued: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for event in honest(3, 3_000):
        if isinstance(event.body, CertificateIssued):
            certificate = event.body.certificate
            issued[certificate.issuer].append((certificate.number, certificate.issued_on.isoformat()))
    assert len(issued) > 10
    for numbers in issued.values():
        days = [day for _, day in sorted(numbers)]
        assert days == sorted(days)


def test_parties_and_sites_can_be_added_to_the_reference_data_and_cover_every_emitter() -> None:
    world = simulate(3, 1_000)
    reference = (
        load_reference()
        .with_parties(world.parties)
        .with_sites(world.sites)
        .with_licences(world.licences)
        .with_zones(world.zones)
    )
    for sent in world.sent():
        assert reference.party(sent.event.emitter) is not None
        assert sent.event.place.site_id is None or reference.site(sent.event.place.site_id) is not None


def test_no_mine_yields_more_than_its_capacity() -> None:
    world = simulate(6, 4_000, per_day=2_000)
    reference = load_reference()
    mined: dict[str, dict[str, tuple[datetime, int]]] = defaultdict(dict)
    for sent in world.sent():
        body, site = sent.event.body, sent.event.place.site_id
        if isinstance(body, LotRegistered) and body.kind is RegistrationKind.MINED and site is not None:
            if sent.event.error_declaration is None:
                weight = sum(line.carats for line in body.lines)
                mined[site][sent.event.event_id] = (sent.event.occurred_at, weight)
            else:
                mined[site].pop(sent.event.event_id)
    for site, parcels in mined.items():
        found = reference.site(site)
        if parcels and found is not None and found.kind == "mine" and found.capacity_ct_per_year:
            instants = [instant for instant, _ in parcels.values()]
            hours = (max(instants) - min(instants) + timedelta(days=10)) // timedelta(hours=1)
            limit = found.capacity_ct_per_year * 1000 * hours // (365 * 24) + 5_000 * len(parcels)
            assert sum(weight for _, weight in parcels.values()) <= limit


def test_what_waits_to_be_sent_does_not_grow_with_the_volume() -> None:
    def peak(events: int) -> int:
        world = simulate(3, events, per_day=100)
        for _ in world.sent():
            pass
        return world.peak

    assert peak(16_000) < 2 * peak(4_000)
    assert peak(16_000) < 800


def test_a_world_is_told_once() -> None:
    world = simulate(1, 10)
    for _ in world.sent():
        pass
    with pytest.raises(StopError, match="simulate"):
        next(world.sent())


@pytest.mark.parametrize(("events", "faults", "per_day"), [(0, 0, None), (10, -1, None), (10, 0, 0)])
def test_numbers_that_make_no_sense_are_refused(events: int, faults: int, per_day: int | None) -> None:
    with pytest.raises(ConfigurationError, match="events >= 1"):
        simulate(1, events, faults=faults, per_day=per_day)
