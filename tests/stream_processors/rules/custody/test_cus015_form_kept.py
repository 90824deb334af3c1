"""CUS015: only cutting makes polished."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, LotLine, Process
from stream_processors.rules.custody.cus015_form_kept import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def rough(carats: int, lot: str = "L1") -> LotLine:
    """A lot of rough."""
    return build.line(lot, carats)


def polished(carats: int, lot: str = "L9") -> LotLine:
    """A lot of polished stones."""
    return build.line(lot, carats, polished=True)


def made(before: list[LotLine], after: list[LotLine], process: Process) -> CustodyEvent:
    """A transformation."""
    return build.transformed(before, after, process=process)


@pytest.mark.parametrize(
    ("process", "breaches"),
    [(Process.SORT, 1), (Process.SPLIT, 1), (Process.MIX, 1), (Process.SAW, 1), (Process.CUT_AND_POLISH, 0)],
)
def test_rough_becomes_polished_by_cutting_and_by_nothing_else(process: Process, breaches: int) -> None:
    assert len(said(RULE, made([rough(1000)], [polished(450)], process))) == breaches


@pytest.mark.parametrize("process", list(Process))
def test_polished_never_becomes_rough(process: Process) -> None:
    verdict = only(RULE, made([polished(1000)], [rough(1000)], process))
    assert verdict.got == f"1.00 ct of rough out of {process}"
    assert verdict.expected == "no more than the 0.00 ct of rough that went in"


@pytest.mark.parametrize(("out", "breaches"), [(500, 0), (520, 0), (521, 1)])
def test_in_a_mix_of_both_forms_each_keeps_its_weight_within_the_tolerance(out: int, breaches: int) -> None:
    before = [rough(500), polished(500)]
    assert len(said(RULE, made(before, [polished(out, "L8"), rough(1000 - out, "L7")], Process.SORT))) == breaches


def test_what_is_left_of_the_rough_may_come_out_of_cutting_beside_the_polished() -> None:
    assert said(RULE, made([rough(1000)], [polished(300), rough(400, "L2")], Process.CUT_AND_POLISH)) == []


def test_forms_that_stay_are_left_to_the_rule_on_weights() -> None:
    assert said(RULE, made([rough(1000)], [rough(5000, "L2")], Process.MIX)) == []
