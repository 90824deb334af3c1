"""ART001: purchase slips add up to the lot they travel with."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, Evidence, Process
from schemas.findings import Severity
from stream_processors.rules.artisanal.art001_slips_add_up import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def slip(carats: str, number: str = "", permit: str = "P-1", kind: str = "purchase slip") -> Evidence:
    """A purchase slip; its number is made from the weight."""
    return Evidence(kind, f"slip={number or 'S' + carats}; permit={permit}; carats={carats}")


def mixed(*slips: Evidence, lots: tuple[int, ...] = (10_000, 10_000), process: Process = Process.MIX) -> CustodyEvent:
    """Lots of these weights become one, with these slips."""
    inputs = [build.line(f"L{n}", carats) for n, carats in enumerate(lots)]
    return build.transformed(inputs, build.line("M", sum(lots)), process=process, evidence=slips)


@pytest.mark.parametrize(
    ("second", "breaches"), [("9.899", 1), ("9.900", 0), ("10", 0), ("10.1", 0), ("10.100", 0), ("10.101", 1)]
)
def test_the_sum_may_differ_by_half_a_per_cent(second: str, breaches: int) -> None:
    assert len(said(RULE, mixed(slip("10.0"), slip(second)))) == breaches


@pytest.mark.parametrize(("carats", "breaches"), [("0.139", 1), ("0.140", 0), ("0.220", 0), ("0.221", 1)])
def test_small_stones_may_differ_by_what_scales_differ(carats: str, breaches: int) -> None:
    assert len(said(RULE, mixed(slip(carats), lots=(90, 90)))) == breaches


def test_five_artisans_have_five_slips() -> None:
    slips = [slip(f"{n}.5", permit=f"P-{n}") for n in range(1, 6)]
    lots = tuple(n * 1000 + 500 for n in range(1, 6))
    assert said(RULE, mixed(*slips, lots=lots)) == []
    assert len(said(RULE, mixed(*slips[1:], lots=lots))) == 1


def test_a_slip_that_is_shown_twice_covers_no_second_stone() -> None:
    verdict = only(RULE, mixed(slip("10.0", "S-1"), slip("10.0", "s1", permit="P-2")))
    assert (verdict.got, verdict.severity) == ("slip S-1, s1 is shown twice", Severity.BREACH)


def test_slips_without_numbers_are_added_up_too() -> None:
    assert said(RULE, mixed(Evidence("Purchase_Slip", "carats=10.0"), Evidence("PURCHASE SLIP", "Carats = 10.0"))) == []


@pytest.mark.parametrize("text", ["SLIP 17", "slip=17; carats=ten", "carats=1,25", "carats=1.2345", "carats=-1", ""])
def test_a_slip_whose_weight_cannot_be_read_is_for_a_person(text: str) -> None:
    verdict = only(RULE, mixed(slip("10.0"), Evidence("purchase slip", text)))
    assert verdict.severity is Severity.NOTICE
    assert verdict.got == "1 purchase slip of 2 without a weight that can be read"


def test_other_transformations_and_lots_without_slips_are_left_alone() -> None:
    assert said(RULE, mixed(slip("3.0"), process=Process.SORT)) == []
    assert said(RULE, mixed(Evidence("invoice", "carats=3.0"))) == []


def test_it_says_both_weights_and_holds_nothing() -> None:
    verdict = only(RULE, mixed(slip("10.0"), slip("9.0")))
    assert not verdict.blocking
    assert verdict.got == "2 purchase slips of 19.00 ct together for 20.00 ct"
    assert verdict.expected == "a difference of at most 0.10 ct"
