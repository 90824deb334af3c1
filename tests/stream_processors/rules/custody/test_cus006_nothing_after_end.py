"""CUS006: nothing happens to a lot after its end."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, RetirementReason
from schemas.findings import Severity
from stream_processors.rules.custody.cus006_nothing_after_end import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

START = build.registered(at="2024-02-01")
SOLD_OUT = build.retired(at="2024-03-01", custodian="MINE")
EVENTS = [
    build.released(),
    build.received(),
    build.sold(),
    build.sealed(),
    build.inspected(),
    build.examined(),
    build.exported(),
    build.imported(),
    build.retired(at="2024-03-05"),
]
NAMES = [type(event.body).__name__ for event in EVENTS]


@pytest.mark.parametrize("event", EVENTS, ids=NAMES)
def test_while_a_lot_exists_anything_may_happen_to_it(event: CustodyEvent) -> None:
    assert said(RULE, START, event) == []


@pytest.mark.parametrize("event", EVENTS, ids=NAMES)
def test_after_its_end_every_event_of_a_lot_is_a_breach(event: CustodyEvent) -> None:
    verdict = only(RULE, START, SOLD_OUT, event)
    kind = type(event.body).__name__
    assert verdict.got == f"{kind} of a lot that was retired before, in event {SOLD_OUT.event_id}"
    assert verdict.expected == "no event after a lot's end"
    assert verdict.evidence == (event.event_id, SOLD_OUT.event_id)


def test_the_message_tells_a_lot_that_was_consumed_from_one_that_was_retired() -> None:
    cut = build.transformed("L1", "L2", at="2024-03-01", operator="MINE")
    assert "was consumed by a transformation before" in only(RULE, START, cut, build.released()).got


def test_an_event_of_the_same_instant_comes_before_the_end() -> None:
    assert said(RULE, START, SOLD_OUT, build.examined(at="2024-03-01")) == []


def test_an_end_that_arrives_late_is_judged_by_when_it_happened() -> None:
    release = build.released(at="2024-03-02")
    assert only(RULE, START, release, SOLD_OUT).event_id == release.event_id


def test_a_second_transformation_and_a_second_birth_are_left_to_other_rules() -> None:
    assert said(RULE, START, SOLD_OUT, build.transformed("L1", "L2")) == []
    assert said(RULE, START, SOLD_OUT, build.registered(at="2024-03-02")) == []


def test_a_lot_that_is_registered_after_its_end_is_a_breach() -> None:
    late = build.registered(at="2024-03-02")
    assert only(RULE, SOLD_OUT, late).event_id == late.event_id


@pytest.mark.parametrize("reason", [RetirementReason.LOST, RetirementReason.STOLEN])
def test_what_was_lost_or_stolen_may_be_found_and_goes_on_after_one_notice(reason: RetirementReason) -> None:
    gone = build.retired(at="2024-03-01", custodian="MINE", reason=reason)
    weighed = build.examined(at="2024-03-05")
    sold = build.retired(at="2024-03-20", custodian="MINE")
    verdict = only(RULE, START, gone, weighed, sold)
    assert (verdict.event_id, verdict.severity) == (weighed.event_id, Severity.NOTICE)
    assert verdict.got == f"LotExamined of a lot that was lost or stolen before, in event {gone.event_id}"
    assert verdict.expected == "no event after a loss or a theft, or a lawful recovery"
    after = build.examined(at="2024-03-25")
    assert [v.event_id for v in said(RULE, START, gone, weighed, sold, after) if v.severity is Severity.BREACH] == (
        [after.event_id]
    )


@pytest.mark.parametrize("reason", [RetirementReason.SEIZED, RetirementReason.DESTROYED])
def test_no_other_end_is_taken_back(reason: RetirementReason) -> None:
    gone = build.retired(at="2024-03-01", custodian="MINE", reason=reason)
    assert only(RULE, START, gone, build.examined(at="2024-03-05")).severity is Severity.BREACH


def test_a_lost_lot_that_is_found_is_judged_by_the_other_rules_again() -> None:
    gone = build.retired(at="2024-03-01", custodian="MINE", reason=RetirementReason.STOLEN)
    fence = build.released(at="2024-03-05", from_party="FENCE", to_party="BUYER")
    assert [v.rule for v in build.judge(START, gone, fence)] == ["CUS001", "CUS003", "CUS006"]


def test_no_rule_says_more_of_a_lot_that_was_found_than_one_notice_however_much_happens_to_it() -> None:
    gone = build.retired(at="2024-02-20", custodian="MINE", reason=RetirementReason.STOLEN)
    found = build.inspected(at="2024-03-01", inspector="MINE")
    later = [
        build.examined(at="2024-03-01 12:00", examiner="MINE"),
        build.released(at="2024-03-02"),
        build.received(at="2024-03-03"),
        build.examined(at="2024-03-05"),
        build.transformed("L1", "L2", at="2024-03-09"),
    ]
    verdicts = build.judge(START, gone, found, *later, now="2024-06-01")
    assert [(v.rule, v.event_id, v.severity) for v in verdicts] == [("CUS006", found.event_id, Severity.NOTICE)]
