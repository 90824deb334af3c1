"""CUS004: a lot is born once."""

from __future__ import annotations

from stream_processors.rules.custody.cus004_born_once import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

START = build.registered()


def test_a_lot_that_is_registered_once_passes() -> None:
    assert said(RULE, START, build.released(), build.received()) == []


def test_the_outputs_of_a_transformation_are_born_by_it() -> None:
    assert said(RULE, START, build.transformed("L1", "L2", operator="MINE")) == []


def test_a_second_registration_is_a_breach() -> None:
    second = build.registered(build.line(carats=1200), at="2024-03-02")
    verdict = only(RULE, START, second)
    assert verdict.event_id == second.event_id
    assert verdict.got == f"it is registered with 1.20 ct, and was born before, in event {START.event_id}"
    assert verdict.expected == "a lot id that was never used"
    assert verdict.evidence == (second.event_id, START.event_id)


def test_a_transformation_cannot_bring_forth_a_lot_that_exists() -> None:
    other, made = build.registered("L2"), build.transformed("L2", "L1", operator="MINE")
    verdict = only(RULE, START, other, made)
    assert verdict.event_id == made.event_id
    assert verdict.got.startswith("it comes out of SPLIT with 1.00 ct, and was born before")


def test_a_transformation_cannot_bring_forth_its_own_input() -> None:
    made = build.transformed("L1", "L1", operator="MINE")
    assert only(RULE, START, made).event_id == made.event_id


def test_of_two_registrations_the_later_one_is_judged_whatever_comes_first() -> None:
    second = build.registered(build.line(carats=1200), at="2024-03-02")
    assert only(RULE, second, START).event_id == second.event_id
