"""COM001: every number of an emitter's count is here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from schemas.events import CustodyEvent
from schemas.findings import Severity
from schemas.reference.model import Party, Reference
from stream_processors.rules.completeness.com001_no_gap import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party

SECOND = timedelta(seconds=1)


def counted(*numbers: int | None) -> list[CustodyEvent]:
    """MINE's events with these numbers, number n written down on day n of March 2024; none on the first day."""
    return [build.registered(f"L{n}", at=f"2024-03-{n or 1:02}", sequence=n) for n in numbers]


def starting_at(number: int) -> Reference:
    """A register in which the count of MINE is asked for from ``number`` on."""
    party = Party("MINE", "MINE", "BW", "miner", True, 0, None, None, "test", "proposed", number)
    return build.packaged_reference().with_parties([party])


def test_numbers_in_a_row_pass_in_any_order() -> None:
    assert said(RULE, *counted(3, 1, 2, 4)) == []


def test_events_without_a_number_are_never_missed() -> None:
    assert said(RULE, *counted(None, None)) == []
    assert said(RULE, *counted(1, None, 2)) == []


def test_numbers_that_are_missing_are_told_as_one_gap_held_against_the_event_after_them() -> None:
    events = counted(1, 2, 6)
    verdict = only(RULE, *events)
    assert (verdict.event_id, verdict.evidence) == (events[2].event_id, (events[2].event_id, events[1].event_id))
    assert verdict.got == "numbers 3-5 are missing from the count of MINE: numbers 2 and 6 are here"
    assert verdict.expected == "every number of the emitter's count, also those of events that were declared in error"
    assert not verdict.blocking


def test_every_gap_is_a_finding_of_its_own() -> None:
    found = said(RULE, *counted(1, 3, 6), now="2024-05-01")
    assert {verdict.got.split(" from ")[0] for verdict in found} == {"number 2 is missing", "numbers 4-5 are missing"}


def test_the_count_begins_at_one() -> None:
    assert said(RULE, *counted(1)) == []
    assert only(RULE, *counted(3)).got == "numbers 1-2 are missing from the count of MINE: number 3 is here"


@pytest.mark.parametrize(("first", "missing"), [(1, "numbers 1-4 are"), (4, "number 4 is"), (5, None), (9, None)])
def test_the_register_may_say_from_which_number_on_the_count_is_asked_for(first: int, missing: str | None) -> None:
    found = said(RULE, *counted(5, 6), reference=starting_at(first))
    assert [verdict.got.split(" missing")[0] for verdict in found] == ([missing] if missing else [])


def test_a_number_below_the_first_fills_nothing_and_is_no_fault() -> None:
    assert said(RULE, build.registered(sequence=0), *counted(1, 2)) == []
    assert said(RULE, *counted(2, 5, 6), reference=starting_at(5)) == []


@pytest.mark.parametrize(
    ("waited", "severity", "dated", "until"),
    [
        (timedelta(days=3), None, None, None),
        (timedelta(days=3) + SECOND, Severity.NOTICE, "2024-03-08", "2024-03-15"),
        (timedelta(days=10), Severity.NOTICE, "2024-03-08", "2024-03-15"),
        (timedelta(days=10) + SECOND, Severity.BREACH, "2024-03-15", None),
        (timedelta(days=90), Severity.BREACH, "2024-03-15", None),
    ],
)
def test_days_count_from_the_event_after_the_gap_and_the_gap_is_provisional_for_the_grace_of_ten(
    waited: timedelta, severity: Severity | None, dated: str | None, until: str | None
) -> None:
    found = said(RULE, *counted(1, 5), now=build.instant("2024-03-05") + waited)
    assert [verdict.severity for verdict in found] == ([severity] if severity else [])
    for verdict in found:
        assert verdict.dated_at == build.instant(dated or "")
        assert verdict.provisional_until == (build.instant(until) if until else None)


@pytest.mark.parametrize(("grace", "last"), [(0, 10), (9, 10), (10, 10), (11, 11), (60, 60)])
def test_an_emitter_with_more_grace_than_ten_days_has_that(grace: int, last: int) -> None:
    reference, since = with_party("MINE", grace_days=grace), build.instant("2024-03-05")
    over = since + timedelta(days=last)
    assert only(RULE, *counted(1, 5), now=over, reference=reference).severity is Severity.NOTICE
    assert only(RULE, *counted(1, 5), now=over, reference=reference).provisional_until == over
    assert only(RULE, *counted(1, 5), now=over + SECOND, reference=reference).severity is Severity.BREACH


def test_what_counts_is_when_the_event_was_written_down_and_not_when_it_happened() -> None:
    late = replace(build.registered("L5", at="2024-03-05", sequence=5), recorded_at=build.instant("2024-03-25"))
    assert said(RULE, *counted(1), late, now="2024-03-28") == []
    assert only(RULE, *counted(1), late).dated_at == build.instant("2024-03-28")


def test_an_event_that_was_declared_in_error_leaves_no_gap() -> None:
    events = counted(1, 2, 3)
    assert said(RULE, *events, build.declared_wrong(events[1])) == []
    assert said(RULE, events[0], events[2], build.declared_wrong(events[1])) == []


def test_declaring_a_mistyped_number_in_error_takes_its_gap_back_unless_a_later_event_stands() -> None:
    first, mistyped, later = counted(1, 7, 8)
    declared = build.declared_wrong(mistyped, at="2024-03-09")
    assert only(RULE, first, mistyped).got.startswith("numbers 2-6 are missing")
    for events in permutations([first, mistyped, declared]):
        assert said(RULE, *events) == []
    for events in permutations([first, mistyped, declared, later]):
        assert only(RULE, *events).event_id == mistyped.event_id
    assert said(RULE, first, mistyped, declared, later, build.declared_wrong(later)) == []


@pytest.mark.parametrize(("taken_back", "told"), [(99, []), (100, ["numbers 2-899 are missing"])])
def test_a_hundred_events_in_a_row_are_passed_over_at_the_end_of_a_count(taken_back: int, told: list[str]) -> None:
    last = [build.registered(f"L{n}", sequence=n) for n in range(900, 900 + taken_back)]
    events = [*counted(1), *last, *map(build.declared_wrong, last)]
    for order in (events, events[::-1]):
        assert [verdict.got.split(" from ")[0] for verdict in said(RULE, *order)] == told


@pytest.mark.parametrize(
    ("number", "got"),
    [
        (1002, "numbers 2-1001 are missing from the count of MINE: numbers 1 and 1002 are here"),
        (1003, "more than 1,000 numbers up to 1002 are missing from the count of MINE: number 1003 is here"),
    ],
)
def test_the_beginning_of_a_very_long_gap_is_not_named_so_that_further_events_revise_nothing(
    number: int, got: str
) -> None:
    far = build.registered("FAR", at="2024-03-01", sequence=number)
    assert only(RULE, *counted(1), far).got == got
    one, two = (only(RULE, *counted(*range(1, n)), replace(far, sequence=5000)) for n in (3, 9))
    assert one == two


def test_each_emitter_has_a_count_of_its_own() -> None:
    other = build.registered("L9", at="2024-03-09", emitter="OTHER", sequence=1)
    assert said(RULE, *counted(1), other) == []
    assert said(RULE, *counted(1), replace(other, sequence=2))[0].got.startswith("number 1 is missing from the count")


def test_of_very_many_gaps_the_lowest_hundred_are_told_and_the_last_says_that_there_are_more() -> None:
    events = [build.registered(f"L{n}", sequence=n) for n in range(2, 2 * 102, 2)]
    found = said(RULE, *events[:100])
    assert len(found) == 100
    assert not any("further numbers" in verdict.got for verdict in found)
    told = said(RULE, *events)
    assert {verdict.event_id for verdict in told} == {verdict.event_id for verdict in found}
    [last] = [verdict.got for verdict in told if "further numbers" in verdict.got]
    assert last.startswith("number 199 is missing from the count of MINE: numbers 198 and 200 are here")
    assert last.endswith(", and further numbers above are missing")
