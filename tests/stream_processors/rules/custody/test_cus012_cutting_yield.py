"""CUS012: the yield of cutting lies in its band."""

from __future__ import annotations

import pytest

from schemas.events import LotLine, Process
from schemas.findings import Severity
from stream_processors.rules.custody.cus012_cutting_yield import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import said


def rough(carats: int, stones: int | None = 1, lot: str = "L1") -> LotLine:
    """A rough lot."""
    return build.line(lot, carats, stones=stones)


def cut(inputs: LotLine | list[LotLine], *polished: int, process: Process = Process.CUT_AND_POLISH) -> list[Verdict]:
    """What the rule says of inputs cut into polished stones of these weights."""
    outputs = [build.line(f"P{place}", carats, polished=True, stones=1) for place, carats in enumerate(polished)]
    return said(RULE, build.transformed(inputs, outputs, process=process))


@pytest.mark.parametrize(("before", "after"), [(3240, 970), (3320, 1100), (4250, 1600)])
def test_real_stones_lie_in_the_band(before: int, after: int) -> None:
    assert cut(rough(before), after) == []


@pytest.mark.parametrize(("after", "notices"), [(149, 1), (150, 0), (850, 0), (851, 1)])
def test_a_single_stone_keeps_fifteen_to_eighty_five_per_cent(after: int, notices: int) -> None:
    assert len(cut(rough(1000), after)) == notices


@pytest.mark.parametrize(("second", "notices"), [(49, 1), (50, 0), (650, 0), (651, 1)])
def test_all_polished_of_one_stone_is_at_most_seventy_five_per_cent(second: int, notices: int) -> None:
    assert len(cut(rough(1000), 100, second)) == notices


@pytest.mark.parametrize(("after", "notices"), [(99, 1), (100, 0), (600, 0), (601, 1)])
@pytest.mark.parametrize("stones", [None, 2])
def test_a_batch_keeps_ten_to_sixty_per_cent(stones: int | None, after: int, notices: int) -> None:
    assert len(cut(rough(1000, stones), after)) == notices


def test_two_lots_of_one_stone_each_are_a_batch() -> None:
    inputs = [rough(500), rough(500, lot="L2")]
    assert cut(inputs, 300, 300) == []
    assert len(cut(inputs, 301, 300)) == 1


def test_the_finding_is_a_notice_with_both_weights_and_the_yield() -> None:
    (verdict,) = cut(rough(3240), 3000)
    assert verdict.severity is Severity.NOTICE
    assert verdict.got == "3.00 ct of polished out of 3.24 ct of rough: 92.5 %"
    assert verdict.expected == "15.0 % to 85.0 % for a single stone"


def test_rough_that_is_left_over_was_not_cut() -> None:
    outputs = [build.line("P1", 400, polished=True, stones=1), build.line("L2", 2000, stones=1)]
    event = build.transformed(rough(3000), outputs, process=Process.CUT_AND_POLISH)
    assert said(RULE, event) == []


def test_what_is_not_cut_from_rough_or_heavier_than_its_rough_is_left_to_other_rules() -> None:
    assert cut(rough(1000), 900, process=Process.SAW) == []
    assert cut(build.line("L1", 1000, polished=True, stones=1), 950) == []
    assert cut(rough(1000), 1001) == []
    assert said(RULE, build.transformed(rough(1000), rough(900, lot="L2"), process=Process.CUT_AND_POLISH)) == []
