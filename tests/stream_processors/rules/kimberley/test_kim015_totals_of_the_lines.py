"""KIM015: the totals of a shipment are those of its lines."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import Form, Species
from stream_processors.rules.kimberley.kim015_totals_of_the_lines import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

LOTS = [build.line("L1", 10_000), build.line("L2", 10_000)]
LARGE = [build.line("L1", 60_000), build.line("L2", 40_000)]
either = pytest.mark.parametrize("ship", [build.exported, build.imported])


@either
def test_totals_that_are_the_sum_of_the_lines_pass(ship: Any) -> None:
    assert said(RULE, ship(LOTS)) == []


@either
@pytest.mark.parametrize(("carats", "breaches"), [(20_050, 0), (19_950, 0), (20_051, 1), (19_949, 1)])
def test_five_hundredths_of_a_carat_are_rounding_and_a_thousandth_more_is_a_breach(
    ship: Any, carats: int, breaches: int
) -> None:
    assert len(said(RULE, ship(LOTS, carats=carats))) == breaches


@pytest.mark.parametrize(("carats", "breaches"), [(100_100, 0), (99_900, 0), (100_101, 1), (99_899, 1)])
def test_of_large_shipments_a_thousandth_part_is_the_tolerance(carats: int, breaches: int) -> None:
    assert len(said(RULE, build.exported(LARGE, carats=carats))) == breaches


@either
@pytest.mark.parametrize(("cents", "breaches"), [(201_000, 0), (199_000, 0), (201_001, 1), (198_999, 1)])
def test_the_value_may_differ_by_half_a_per_cent(ship: Any, cents: int, breaches: int) -> None:
    assert len(said(RULE, ship(LOTS, value_cents=cents))) == breaches


def test_the_message_gives_what_is_stated_and_what_the_lines_add_up_to() -> None:
    event = build.imported(LOTS, carats=30_000, value_cents=100)
    verdict = only(RULE, event)
    assert not verdict.blocking
    assert verdict.got == "stated for the whole: 30.00 ct; US$1.00"
    assert verdict.expected == "the sum of 2 lines: 20.00 ct; US$2,000.00"
    assert verdict.evidence == (event.event_id,)


def test_a_value_that_is_not_stated_everywhere_is_not_compared() -> None:
    silent = [build.line("L1", 10_000), build.line("L2", 10_000, value_cents=None)]
    assert said(RULE, build.exported(silent, value_cents=1)) == []
    assert said(RULE, build.exported(LOTS, value_cents=None)) == []


def test_a_shipment_without_a_certificate_adds_up_too() -> None:
    assert len(said(RULE, build.exported(LOTS, under=None, carats=20_051))) == 1


def test_polished_and_lab_grown_are_outside_the_scheme() -> None:
    polished = build.line("P1", 10_000, polished=True)
    grown = build.line("G1", 10_000, form=Form.ROUGH, species=Species.LAB_GROWN, hs_code="710421")
    assert said(RULE, build.exported(polished, carats=1)) == []
    assert said(RULE, build.exported(grown, carats=1)) == []
    assert len(said(RULE, build.exported([polished, build.line("L1")], carats=1))) == 1


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, build.exported(LOTS, carats=1, at=at), now=at)) == breaches
