"""CUS011: polished is lighter than its rough."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, LotLine, Process
from stream_processors.rules.custody.cus011_polished_lighter import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def polished(lot: str, carats: int) -> LotLine:
    """A polished lot."""
    return build.line(lot, carats, polished=True)


def cut(inputs: list[LotLine], outputs: list[LotLine], process: Process = Process.CUT_AND_POLISH) -> CustodyEvent:
    """Inputs cut into outputs."""
    return build.transformed(inputs, outputs, process=process)


ROUGH = [build.line("L1", 3240)]


@pytest.mark.parametrize(("carats", "breaches"), [(970, 0), (3240, 0), (3241, 1), (9000, 1)])
def test_polished_weighs_no_more_than_its_rough(carats: int, breaches: int) -> None:
    assert len(said(RULE, cut(ROUGH, [polished("L2", carats)]))) == breaches


def test_all_polished_of_one_transformation_counts_together() -> None:
    assert said(RULE, cut(ROUGH, [polished("L2", 1620), polished("L3", 1620)])) == []
    assert len(said(RULE, cut(ROUGH, [polished("L2", 1620), polished("L3", 1621)]))) == 1


def test_polished_that_is_cut_again_counts_as_input() -> None:
    again = [polished("L9", 1000)]
    assert said(RULE, cut(again, [polished("L2", 950)])) == []
    assert said(RULE, cut(ROUGH + again, [polished("L2", 4240)])) == []
    verdict = only(RULE, cut(ROUGH + again, [polished("L2", 4241)]))
    assert verdict.expected == "less than the 3.24 ct of rough and 1.00 ct of polished that was cut again"


def test_rough_that_is_left_over_is_not_counted_as_polished() -> None:
    assert said(RULE, cut(ROUGH, [polished("L2", 1000), build.line("L3", 2500)])) == []


def test_the_message_gives_both_weights() -> None:
    event = cut(ROUGH, [polished("L2", 3500)])
    verdict = only(RULE, event)
    assert (verdict.got, verdict.expected) == ("3.50 ct of polished", "less than the 3.24 ct of rough")
    assert verdict.evidence == (event.event_id,)


def test_other_processes_are_left_to_other_rules() -> None:
    assert said(RULE, cut(ROUGH, [polished("L2", 9000)], Process.SORT)) == []
