"""CUS010: a transformation adds up."""

from __future__ import annotations

import pytest

from schemas.events import Process
from stream_processors.rules.custody.cus010_transformation_adds_up import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import said

CONSERVING = [Process.SORT, Process.SPLIT, Process.MIX]
WORKING = [Process.SAW, Process.CUT_AND_POLISH]


def worked(process: Process, before: int, after: int, loss: int) -> list[Verdict]:
    """What the rule says of two outputs out of one lot."""
    outputs = [build.line("L2", after - 100), build.line("L3", 100)]
    return said(RULE, build.transformed(build.line("L1", before), outputs, process=process, declared_loss=loss))


@pytest.mark.parametrize("process", CONSERVING)
@pytest.mark.parametrize(("after", "breaches"), [(3270, 0), (3250, 0), (3290, 0), (3249, 1), (3291, 1)])
def test_sorting_conserves_weight_to_two_hundredths_of_a_carat(process: Process, after: int, breaches: int) -> None:
    assert len(worked(process, 3270, after, 0)) == breaches


@pytest.mark.parametrize("process", WORKING)
@pytest.mark.parametrize(("loss", "breaches"), [(2270, 0), (2250, 0), (2290, 0), (2249, 1), (2291, 1), (0, 1)])
def test_working_a_stone_loses_what_is_declared(process: Process, loss: int, breaches: int) -> None:
    assert len(worked(process, 3270, 1000, loss)) == breaches


@pytest.mark.parametrize("process", CONSERVING)
@pytest.mark.parametrize(("loss", "breaches"), [(20, 0), (21, 1), (500, 1)])
def test_sorting_declares_no_loss_beyond_the_tolerance(process: Process, loss: int, breaches: int) -> None:
    assert len(worked(process, 3270, 3270 - loss, loss)) == breaches


def test_a_small_declared_loss_does_not_widen_the_tolerance_of_sorting() -> None:
    assert len(worked(Process.SORT, 3270, 3235, 20)) == 1


@pytest.mark.parametrize(("after", "breaches"), [(999_000, 0), (998_999, 1)])
def test_of_large_parcels_a_thousandth_part_is_the_tolerance(after: int, breaches: int) -> None:
    assert len(worked(Process.SORT, 1_000_000, after, 0)) == breaches


def test_a_negative_loss_is_a_breach_even_if_the_sum_is_right() -> None:
    (verdict,) = worked(Process.CUT_AND_POLISH, 3270, 3320, -50)
    assert (verdict.got, verdict.expected) == (
        "a declared loss of -0.05 ct",
        "a declared loss of nothing or more",
    )


def test_the_message_gives_input_output_loss_and_tolerance() -> None:
    (verdict,) = worked(Process.SAW, 3270, 2500, 200)
    assert verdict.got == "3.27 ct in; 2.50 ct out and 0.20 ct of declared loss"
    assert verdict.expected == "3.27 ct out, the loss included, give or take 0.02 ct"


def test_the_message_names_the_process_that_may_not_lose() -> None:
    (verdict,) = worked(Process.MIX, 3270, 3000, 270)
    assert verdict.got == "MIX with a declared loss of 0.27 ct"
    assert verdict.expected == "no loss beyond 0.02 ct where no stone is worked"
