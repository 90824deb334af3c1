"""How one history orders, refolds and forgets: late events, clock skew, conflicts and declarations."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from schemas.codec import record_of
from schemas.events import CustodyEvent, Place
from schemas.findings import Severity
from schemas.routing import SubjectKind, shares
from stream_processors.custody.history import CLOCK_SKEW, History
from stream_processors.custody.state import LotState
from tests import build
from tests.histories import Fields, changed, relined
from tests.judging import Input, Run, codes, open_after, whole_book

NOW = build.instant("2024-03-08")


def lot_history(*events: CustodyEvent) -> History:
    """The history of lot L1 after these events."""
    history = History(SubjectKind.LOT, "lot:L1")
    for event in events:
        record = record_of(event)
        for share in shares(event):
            if share.subject == "lot:L1":
                history.put(record, share, whole_book())
    return history


def state(*events: CustodyEvent) -> LotState:
    """What lot L1 has come to."""
    found = lot_history(*events).state
    assert isinstance(found, LotState)
    return found


# ---------------------------------------------------------------------------------------------------------- late events


def test_a_late_event_takes_its_place_in_time_and_what_follows_is_judged_again() -> None:
    start, receipt = build.registered(at="2024-03-01"), build.received(at="2024-03-03")
    run = Run()
    run.feed(start, receipt)
    assert {rule for _, rule, _ in run.open} == {"CUS002"}
    release = build.released(at="2024-03-02")
    cured = run.feed(release)
    assert [(f.rule, f.event_id, f.cured_by) for f in cured] == [("CUS002", receipt.event_id, release.event_id)]
    assert run.open == {}


def test_entries_stand_in_the_order_of_time_whatever_order_they_came_in() -> None:
    events = [build.registered(), build.released(), build.received(), build.examined(), build.retired()]
    expected = [event.event_id for event in events]
    for order in permutations(events):
        assert [entry.event.event_id for entry in lot_history(*order).entries] == expected
        assert state(*order) == state(*events)


def test_of_events_of_one_instant_births_come_first_and_ends_last() -> None:
    at = "2024-03-01T10:00"
    events = [
        build.registered(at=at),
        build.examined(at=at),
        build.sold(at=at),
        build.released(at=at),
        build.received(at=at),
        build.retired(at=at),
    ]
    assert [e.event.event_id for e in lot_history(*reversed(events)).entries] == [e.event_id for e in events]


def test_an_event_at_the_end_leaves_the_entries_before_it_as_they_are() -> None:
    history = lot_history(build.registered(), build.released())
    before = list(history.entries)
    record = record_of(build.received())
    history.put(record, shares(record.event)[0], whole_book())
    assert all(one is other for one, other in zip(before, history.entries, strict=False))
    assert len(history.entries) == 3


def test_a_late_event_leaves_the_entries_before_its_place_as_they_are() -> None:
    history = lot_history(build.registered(), build.released(), build.received(), build.examined(at="2024-03-09"))
    before = list(history.entries)
    record = record_of(build.examined(at="2024-03-04"))
    history.put(record, shares(record.event)[0], whole_book())
    kept = [one is other for one, other in zip(before, history.entries, strict=False)]
    assert kept == [True, True, True, False]
    assert len(history.entries) == 5


# ----------------------------------------------------------------------------------------------------------- clock skew


def handover(receipt_before_release: timedelta) -> list[Input]:
    """A lot handed over where the receipt's clock is behind by so much."""
    release = build.released(at="2024-03-02T10:00")
    receipt = build.received(at=release.occurred_at - receipt_before_release)
    return [build.registered(), release, receipt, NOW]


def test_a_receipt_stamped_fifteen_minutes_before_its_release_follows_it_in_any_order() -> None:
    assert timedelta(minutes=15) == CLOCK_SKEW
    for order in permutations(handover(CLOCK_SKEW)[:3]):
        assert codes([*order, NOW]) == set()


def test_a_receipt_stamped_one_second_more_before_its_release_has_none() -> None:
    for order in permutations(handover(CLOCK_SKEW + timedelta(seconds=1))[:3]):
        assert "CUS002" in codes([*order, NOW])


def test_a_receipt_within_the_skew_stays_where_it_is_when_its_release_is_declared_in_error() -> None:
    start, release, receipt, now = handover(timedelta(minutes=5))
    assert isinstance(release, CustodyEvent)
    void = build.declared_wrong(release)
    assert open_after([start, release, receipt, void, now]) == open_after([start, receipt, now])


def test_a_second_content_that_makes_a_receipt_of_a_handover_follows_its_release_in_any_order() -> None:
    start, release, receipt, now = handover(timedelta(minutes=5))
    assert isinstance(receipt, CustodyEvent)
    typo = replace(changed(receipt, same_id=True, handover_id="H9"), recorded_at=receipt.recorded_at + CLOCK_SKEW)
    expected = open_after([start, release, receipt, typo, now])
    assert {rule for _, rule, _ in expected} == {"CUS000"}
    for order in permutations([start, release, receipt, typo]):
        assert open_after([*order, now]) == expected


def test_only_receipts_are_moved_by_the_skew() -> None:
    release = build.released(at="2024-03-02T10:00")
    weighed = build.examined(at="2024-03-02T09:50")
    history = lot_history(build.registered(), release, weighed)
    assert [entry.event for entry in history.entries][1:] == [weighed, release]


# ------------------------------------------------------------------------------------------------------------ conflicts


def two_contents() -> tuple[CustodyEvent, CustodyEvent]:
    """A registration of 1 ct and, under the same id and recorded an hour later, one of 2 ct."""
    first = build.registered([build.line(carats=1000)], recorded_at="2024-03-01T10:00")
    second = changed(first, same_id=True, **relined(first, carats=2000))
    return first, replace(second, recorded_at=build.instant("2024-03-01T11:00"))


def test_one_id_with_two_contents_is_a_finding_until_one_is_declared_in_error() -> None:
    first, second = two_contents()
    run = Run()
    assert run.feed(first) == []
    raised = run.feed(second)
    assert [(f.rule, f.subject, f.event_id) for f in raised] == [("CUS000", "lot:L1", first.event_id)]
    assert record_of(first).digest.hex()[:8] in raised[0].got + raised[0].expected
    cured = run.feed(build.declared_wrong(second))
    assert [(f.rule, f.cured_by) for f in cured] == [("CUS000", second.event_id)]
    assert run.open == {}


def test_of_two_contents_the_one_recorded_earlier_counts_in_any_order() -> None:
    first, second = two_contents()
    for order in permutations((first, second)):
        assert state(*order).carats == 1000


def test_when_the_counting_content_is_declared_in_error_the_other_one_counts() -> None:
    first, second = two_contents()
    for order in permutations((first, second, build.declared_wrong(first))):
        assert state(*order).carats == 2000
        assert codes([*order, NOW]) == set()


def test_of_two_contents_recorded_at_one_instant_the_smaller_digest_counts() -> None:
    first, second = two_contents()
    second = replace(second, recorded_at=first.recorded_at)
    smaller = min((first, second), key=lambda event: record_of(event).digest)
    for order in permutations((first, second)):
        assert state(*order).carats == smaller.body.lines[0].carats  # type: ignore[union-attr]


def test_the_same_content_recorded_again_earlier_counts_as_recorded_then() -> None:
    first, second = two_contents()
    second_again = replace(second, recorded_at=build.instant("2024-03-01T09:00"))
    for order in permutations((first, second, second_again)):
        assert state(*order).carats == 2000


def test_three_contents_need_two_declarations() -> None:
    first, second = two_contents()
    third = replace(changed(first, same_id=True, **relined(first, carats=3000)), recorded_at=second.recorded_at)
    assert codes([first, second, third, build.declared_wrong(second), NOW]) == {"CUS000"}
    assert codes([first, second, third, build.declared_wrong(second), build.declared_wrong(third), NOW]) == set()


def test_two_contents_that_see_a_lot_on_different_sides_of_a_transformation_are_one_event_with_two_contents() -> None:
    goes_in = build.transformed("L1", "L2", recorded_at="2024-03-05T10:00")
    body: Fields = {"inputs": build.lines("L2"), "outputs": build.lines("L1")}
    comes_out = replace(changed(goes_in, same_id=True, **body), recorded_at=build.instant("2024-03-05T11:00"))
    for order in permutations((build.registered(), goes_in, comes_out)):
        assert state(*order).end == goes_in.event_id
        assert {rule for subject, rule, _ in open_after([*order, NOW]) if subject == "lot:L1"} >= {"CUS000"}
        assert [entry.event for entry in lot_history(*order).entries] == [build.registered(), goes_in]


# --------------------------------------------------------------------------------------------------------- declarations


def test_a_declaration_that_comes_before_its_event_keeps_it_out() -> None:
    again = build.registered(at="2024-03-05")
    for order in permutations((build.registered(), again, build.declared_wrong(again))):
        assert open_after([*order, NOW]) == {}
        assert state(*order).birth == build.registered().event_id


def test_a_declaration_takes_back_only_the_content_that_it_repeats() -> None:
    first, _ = two_contents()
    other = changed(first, same_id=True, **relined(first, carats=2500))
    assert state(first, build.declared_wrong(other)).carats == 1000


def test_what_only_a_void_event_had_cured_is_open_again() -> None:
    release, receipt = build.released(), build.received()
    run = Run()
    run.feed(build.registered(), release, receipt)
    assert run.open == {}
    raised = run.feed(build.declared_wrong(release))
    assert [(f.rule, f.event_id) for f in raised] == [("CUS002", receipt.event_id)]
    assert raised[0].severity is Severity.BREACH


# ------------------------------------------------------------------------------------------------- in and out of Russia


def seen(country: str, at: str, handover: str = "H1") -> CustodyEvent:
    """Lot L1 is handed over in ``country``."""
    return build.released(at=at, handover_id=handover, place=Place(country=country))


def sightings(*events: CustodyEvent) -> tuple[str | None, str | None, str | None]:
    """Where lot L1 began, when it was last seen in Russia, and when first elsewhere after that."""
    found = state(*events)
    days = [one.day.isoformat() if one else None for one in (found.in_russia, found.out_of_russia)]
    return found.born_in, days[0], days[1]


def test_a_lot_that_was_never_in_russia_is_outside_it_since_its_birth() -> None:
    start = build.registered(at="2024-02-01")
    assert sightings(start) == sightings(start, seen("AE", "2024-03-01")) == ("BW", None, "2024-02-01")


def test_the_last_day_in_russia_and_the_first_day_elsewhere_after_it_are_kept() -> None:
    mined = build.registered(at="2024-02-01", place=Place(country="RU"))
    assert sightings(mined) == ("RU", "2024-02-01", None)
    left = build.exported(at="2024-03-05", from_country="RU", to_country="AE", place=Place(country="RU"))
    came = build.imported(at="2024-03-07", from_country="RU", to_country="AE")
    journey = (mined, seen("RU", "2024-03-01"), left, came, seen("IN", "2024-04-01", "H2"))
    assert sightings(*journey) == ("RU", "2024-03-05", "2024-03-07")
    assert sightings(*journey, seen("RU", "2024-05-01", "H3")) == ("RU", "2024-05-01", None)
    assert sightings(*reversed(journey)) == ("RU", "2024-03-05", "2024-03-07")


def test_a_day_in_russia_is_one_of_the_calendar_there() -> None:
    late = build.registered(at="2024-02-29T22:00", utc_offset_minutes=180, place=Place(country="RU"))
    assert sightings(late) == ("RU", "2024-03-01", None)


def test_an_event_without_a_place_tells_nothing_of_it() -> None:
    start = build.registered(at="2024-02-01", place=Place())
    assert sightings(start) == (None, None, None)
    assert sightings(start, seen("AE", "2024-03-01")) == (None, None, "2024-03-01")
