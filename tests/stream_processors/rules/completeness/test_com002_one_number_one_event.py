"""COM002: a number stands for one event."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from schemas.events import CustodyEvent
from schemas.findings import Severity
from stream_processors.rules.completeness.com002_one_number_one_event import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

FIRST = build.registered("L1", at="2024-03-01", sequence=1)
SECOND = build.registered("L2", at="2024-03-02", sequence=1)
THIRD = build.registered("L3", at="2024-03-03", sequence=1)


def test_numbers_of_their_own_and_repeats_pass() -> None:
    assert said(RULE, FIRST, replace(SECOND, sequence=2), FIRST) == []
    assert said(RULE, FIRST, replace(FIRST, recorded_at=build.instant("2024-03-09"))) == []


def test_a_second_event_under_a_number_is_a_breach_told_of_the_later_one() -> None:
    for events in permutations([FIRST, SECOND]):
        verdict = only(RULE, *events)
        assert (verdict.severity, verdict.blocking, verdict.event_id) == (Severity.BREACH, False, SECOND.event_id)
        assert verdict.got == f"number 1 stands for 2 events, first for {FIRST.event_id}"
        assert verdict.evidence == (SECOND.event_id, FIRST.event_id)


def test_three_events_under_a_number_are_one_finding_told_of_the_second() -> None:
    for events in permutations([FIRST, SECOND, THIRD]):
        verdict = only(RULE, *events)
        assert verdict.event_id == SECOND.event_id
        assert verdict.evidence == (SECOND.event_id, FIRST.event_id, THIRD.event_id)


def test_declaring_all_but_one_in_error_settles_it() -> None:
    for events in permutations([FIRST, SECOND, build.declared_wrong(FIRST)]):
        assert said(RULE, *events) == []
    assert only(RULE, FIRST, SECOND, THIRD, build.declared_wrong(FIRST)).event_id == THIRD.event_id


def test_two_contents_under_one_event_id_are_not_two_events() -> None:
    assert said(RULE, FIRST, replace(SECOND, event_id=FIRST.event_id)) == []


def test_one_number_of_two_emitters_is_two_numbers() -> None:
    assert said(RULE, FIRST, replace(SECOND, emitter="OTHER")) == []


def test_of_many_events_under_one_number_eight_are_told_apart_whatever_their_order() -> None:
    events: list[CustodyEvent] = [build.registered(f"L{n}", at=f"2024-03-{n:02}", sequence=1) for n in range(1, 21)]
    verdict = only(RULE, *events)
    assert verdict.got.startswith("number 1 stands for 8 events or more")
    assert only(RULE, *reversed(events)) == verdict
    assert set(verdict.evidence) == set(sorted(event.event_id for event in events)[:8])
