"""CUS008: a lot weighs the same at release and at receipt."""

from __future__ import annotations

import pytest

from schemas.events import LotLine
from stream_processors.rules.custody.cus008_handover_weights import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def weighed(carats: int) -> LotLine:
    """Lot L1 with this weight."""
    return build.line(carats=carats)


START = build.registered(weighed(3270))
RELEASE = build.released(weighed(3270))


@pytest.mark.parametrize("carats", [3270, 3250, 3290])
def test_up_to_two_hundredths_of_a_carat_are_the_same_goods(carats: int) -> None:
    assert said(RULE, START, build.released(weighed(carats))) == []
    assert said(RULE, START, RELEASE, build.received(weighed(carats))) == []


@pytest.mark.parametrize("carats", [3249, 3291])
def test_one_thousandth_more_is_a_breach_at_release_and_at_receipt(carats: int) -> None:
    release, receipt = build.released(weighed(carats)), build.received(weighed(carats))
    assert only(RULE, START, release).event_id == release.event_id
    assert only(RULE, START, RELEASE, receipt).event_id == receipt.event_id


@pytest.mark.parametrize(("carats", "breaches"), [(99_900, 0), (99_899, 1)])
def test_of_large_parcels_a_thousandth_part_is_the_tolerance(carats: int, breaches: int) -> None:
    events = build.registered(weighed(100_000)), build.released(weighed(carats))
    assert len(said(RULE, *events)) == breaches


def test_the_message_gives_both_weights_the_difference_and_the_tolerance() -> None:
    receipt = build.received(weighed(3100))
    verdict = only(RULE, START, RELEASE, receipt)
    assert verdict.got == "3.10 ct received, -0.17 ct against the 3.27 ct released"
    assert verdict.expected == "3.27 ct, give or take 0.02 ct"
    assert verdict.evidence == (receipt.event_id, RELEASE.event_id)


def test_a_release_is_compared_with_the_record() -> None:
    release = build.released(weighed(3400))
    verdict = only(RULE, START, release)
    assert verdict.got == "3.40 ct released, 0.13 ct against the 3.27 ct on record"
    assert verdict.evidence == (release.event_id, START.event_id)


def test_what_was_weighed_at_receipt_is_the_record_from_then_on() -> None:
    onward = build.released(weighed(3250), at="2024-03-05", from_party="TRADER", to_party="BUYER", handover_id="H2")
    assert said(RULE, START, RELEASE, build.received(weighed(3255)), onward) == []


def test_a_receipt_without_a_release_and_lots_that_do_not_exist_are_left_to_other_rules() -> None:
    assert said(RULE, START, build.received(weighed(9000))) == []
    assert said(RULE, build.released(weighed(9000))) == []
