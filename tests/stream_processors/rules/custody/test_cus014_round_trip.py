"""CUS014: a lot does not come back to an earlier owner at another price."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schemas.events import CustodyEvent
from stream_processors.rules.custody.cus014_round_trip import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def deal(seller: str, buyer: str, at: str, cents: int | None) -> CustodyEvent:
    """The 3.27 ct stone sold for so many cents."""
    return build.sold(build.line(carats=3270, value_cents=cents), at, seller=seller, buyer=buyer)


START = build.registered(build.line(carats=3270, value_cents=18_800_000), "2011-08-01", owner="FS", custodian="FS")
OUT = deal("FS", "SHELL", "2011-08-08", 109_880_200)
BACK = deal("SHELL", "FS", "2011-08-29", 18_308_700)


def test_a_stone_that_is_sold_onward_at_any_price_is_no_round_trip() -> None:
    assert said(RULE, START, OUT, deal("SHELL", "OTHER", "2011-08-29", 18_308_700)) == []


def test_a_stone_that_comes_back_at_a_sixth_of_its_price_is_a_breach() -> None:
    verdict = only(RULE, START, OUT, BACK)
    assert verdict.got == (
        "FS, who sold it for US$1,098,802.00, buys it back from SHELL for US$183,087.00, 16.6 % of that, "
        "21 days after its sale"
    )
    assert verdict.expected == "no return within 90 days, or one at US$1,098,802.00, give or take 1 %"
    assert verdict.evidence == (BACK.event_id, START.event_id, OUT.event_id)


def test_a_stone_that_comes_back_through_several_hands_is_a_breach() -> None:
    onward = deal("SHELL", "OTHER", "2011-08-20", 110_000_000)
    assert len(said(RULE, START, OUT, onward, deal("OTHER", "FS", "2011-08-29", 18_308_700))) == 1


def test_the_later_legs_of_the_trip_are_no_return() -> None:
    again = deal("FS", "THIRD", "2011-09-04", 115_604_300)
    assert len(said(RULE, START, OUT, BACK, again)) == 1


@pytest.mark.parametrize(
    ("cents", "breaches"), [(100_000_00, 0), (101_000_00, 0), (101_000_01, 1), (95_000_00, 0), (94_999_99, 1)]
)
def test_a_refund_less_five_per_cent_or_with_one_more_is_no_round_trip(cents: int, breaches: int) -> None:
    sale = deal("FS", "SHELL", "2011-08-08", 100_000_00)
    assert len(said(RULE, START, sale, deal("SHELL", "FS", "2011-08-29", cents))) == breaches


@pytest.mark.parametrize(("after", "breaches"), [(timedelta(days=90), 1), (timedelta(days=90, minutes=1), 0)])
def test_the_window_is_ninety_days_from_the_sale(after: timedelta, breaches: int) -> None:
    at = (build.instant("2011-08-08") + after).isoformat()
    assert len(said(RULE, START, OUT, deal("SHELL", "FS", at, 18_308_700))) == breaches


def test_where_the_sale_has_no_price_the_price_of_the_purchase_before_counts() -> None:
    verdict = only(RULE, START, deal("FS", "SHELL", "2011-08-08", None), deal("SHELL", "FS", "2011-08-29", 10_000_000))
    assert verdict.got.startswith("FS, who bought it for US$188,000.00, buys it back from SHELL for US$100,000.00")


def test_a_stone_that_was_given_away_and_is_bought_back_is_told_without_a_share() -> None:
    verdict = only(RULE, START, deal("FS", "SHELL", "2011-08-08", 0), BACK)
    assert "for US$183,087.00, 21 days" in verdict.got


def test_without_a_price_nothing_can_be_compared() -> None:
    assert said(RULE, START, OUT, deal("SHELL", "FS", "2011-08-29", None)) == []
    unknown = build.registered(build.line(carats=3270, value_cents=None), "2011-08-01", owner="FS")
    assert said(RULE, unknown, deal("FS", "SHELL", "2011-08-08", None), BACK) == []


@pytest.mark.parametrize(("cents", "breaches"), [(100_000_00, 0), (99_000_00, 0), (98_999_99, 1), (95_000_00, 1)])
def test_a_fee_is_kept_from_the_buyer_and_from_nobody_after_it(cents: int, breaches: int) -> None:
    sale = deal("FS", "SHELL", "2011-08-08", 100_000_00)
    onward = deal("SHELL", "OTHER", "2011-08-20", 100_000_00)
    assert len(said(RULE, START, sale, onward, deal("OTHER", "FS", "2011-08-29", cents))) == breaches


@pytest.mark.parametrize(
    ("name", "breaches"),
    [("fs", 1), ("F.S.", 1), ("FS Ltd.", 1), ("F S Pvt. Ltd", 1), ("FS-LTD", 0), ("FS DIAMONDS", 0), ("Ltd", 0)],
)
def test_a_buyer_whose_name_is_written_otherwise_is_the_same_party(name: str, breaches: int) -> None:
    assert len(said(RULE, START, OUT, deal("SHELL", name, "2011-08-29", 18_308_700))) == breaches
