"""CUS017: small differences of weight do not add up."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from stream_processors.rules.custody.cus008_handover_weights import RULE as EACH_WEIGHT
from stream_processors.rules.custody.cus017_no_drift import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def journey(start: int, *weights: int) -> list[CustodyEvent]:
    """A lot that goes to and fro, released as it was received and received with these weights."""
    events = [build.registered(build.line(carats=start), custodian="A", owner="A")]
    before, parties = start, ("A", "B")
    for number, carats in enumerate(weights):
        way = {"handover_id": f"H{number}", "from_party": parties[0], "to_party": parties[1]}
        events.append(build.released(build.line(carats=before), at=f"2024-03-{2 * number + 2:02}", **way))
        events.append(build.received(build.line(carats=carats), at=f"2024-03-{2 * number + 3:02}", **way))
        before, parties = carats, parties[::-1]
    return events


@pytest.mark.parametrize(("last", "breaches"), [(960, 0), (940, 0), (939, 1)])
def test_three_times_the_tolerance_is_the_limit_for_all_losses_together(last: int, breaches: int) -> None:
    events = journey(1000, 980, 960, 950, last)
    assert len(said(RULE, *events)) == breaches
    assert said(EACH_WEIGHT, *events) == []


def test_gains_are_added_up_like_losses() -> None:
    assert len(said(RULE, *journey(1000, 1020, 1040, 1060))) == 0
    assert len(said(RULE, *journey(1000, 1020, 1040, 1060, 1061))) == 1


@pytest.mark.parametrize(("last", "breaches"), [(99_700, 0), (99_699, 1)])
def test_of_heavy_lots_three_thousandths_are_the_limit(last: int, breaches: int) -> None:
    assert len(said(RULE, *journey(100_000, 99_900, 99_801, 99_750, last))) == breaches


def test_losses_and_gains_that_even_out_are_no_drift() -> None:
    assert said(RULE, *journey(1000, 980, 1000, 980, 1000, 980, 1000)) == []


def test_it_is_told_once_at_the_receipt_at_which_it_becomes_too_much() -> None:
    events = journey(1000, 980, 960, 940, 920, 900)
    verdict = only(RULE, *events)
    assert verdict.event_id == events[8].event_id
    assert (
        verdict.got == "0.92 ct received, -0.08 ct against the 1.00 ct it began with, after 3 receipts that each agreed"
    )
    assert verdict.expected == "1.00 ct, give or take 0.06 ct over all weighings together"
    assert events[0].event_id in verdict.evidence


def test_a_difference_that_is_told_by_itself_begins_a_new_sum() -> None:
    events = journey(1000, 900, 880, 860, 840)
    assert len(said(EACH_WEIGHT, *events)) == 1
    assert said(RULE, *events) == []
    assert len(said(RULE, *journey(1000, 900, 880, 860, 840, 820))) == 1


def test_a_receipt_that_no_release_preceded_is_compared_too() -> None:
    events = [build.registered(), build.received(build.line(carats=939))]
    assert len(said(RULE, *events)) == 1
