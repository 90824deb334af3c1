"""CUS007: a lot is consumed once."""

from __future__ import annotations

from schemas.events import RetirementReason
from schemas.findings import Severity
from stream_processors.rules.custody.cus007_consumed_once import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

START = build.registered()
FIRST = build.transformed("L1", "L2", at="2024-03-05", operator="MINE")
SECOND = build.transformed("L1", "L3", at="2024-03-06", operator="CUTTER")


def test_a_lot_goes_into_one_transformation() -> None:
    assert said(RULE, START, FIRST) == []


def test_a_second_transformation_of_a_lot_is_a_breach() -> None:
    verdict = only(RULE, START, FIRST, SECOND)
    assert verdict.event_id == SECOND.event_id
    assert verdict.got == (
        f"CUTTER puts it into SPLIT, and it was consumed by a transformation before, in event {FIRST.event_id}"
    )
    assert verdict.expected == "a lot that has not ended"
    assert verdict.evidence == (SECOND.event_id, FIRST.event_id)


def test_a_lot_that_was_retired_cannot_be_worked() -> None:
    sold = build.retired(at="2024-03-04", custodian="MINE")
    assert f"it was retired before, in event {sold.event_id}" in only(RULE, START, sold, FIRST).got


def test_of_two_transformations_the_later_one_is_judged_whatever_comes_first() -> None:
    assert only(RULE, SECOND, FIRST, START).event_id == SECOND.event_id


def test_a_transformation_that_is_declared_in_error_never_consumed_the_lot() -> None:
    assert said(RULE, START, FIRST, SECOND, build.declared_wrong(FIRST)) == []


def test_a_lot_that_was_lost_and_is_found_by_a_cutter_is_a_notice() -> None:
    gone = build.retired(at="2024-03-02", custodian="MINE", reason=RetirementReason.LOST)
    cut = build.transformed("L1", "L2", at="2024-03-05", operator="MINE")
    verdict = only(RULE, build.registered(), gone, cut)
    assert verdict.severity is Severity.NOTICE
    assert verdict.got == f"MINE puts it into SPLIT, and it was lost or stolen before, in event {gone.event_id}"
