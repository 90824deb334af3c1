"""CUS013: a transformation keeps the countries of origin."""

from __future__ import annotations

import pytest

from schemas.events import LotLine, Process
from stream_processors.rules.custody.cus013_origins_kept import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import said

OTHERS = [Process.SORT, Process.SPLIT, Process.SAW, Process.CUT_AND_POLISH]


def lots(name: str, origins: list[str]) -> list[LotLine]:
    """One lot for each text of origins, as ``BW ZA``."""
    return [build.line(f"{name}{place}", 1000, origins=tuple(text.split())) for place, text in enumerate(origins)]


def made(process: Process, before: list[str], after: list[str]) -> list[Verdict]:
    """What the rule says of outputs with these origins out of inputs with those."""
    return said(RULE, build.transformed(lots("L", before), lots("M", after), process=process))


@pytest.mark.parametrize("process", Process)
def test_one_origin_stays_one_origin(process: Process) -> None:
    assert made(process, ["BW"], ["BW"]) == []
    assert made(process, [""], [""]) == []


def test_a_mix_has_the_origins_of_all_its_parts_in_any_order() -> None:
    assert made(Process.MIX, ["BW", "ZA BW"], ["ZA BW"]) == []
    assert made(Process.MIX, ["BW", "ZA"], ["BW ZA", "ZA BW"]) == []


def test_a_mix_that_hides_a_part_is_a_breach() -> None:
    (verdict,) = made(Process.MIX, ["BW", "CF"], ["BW"])
    assert verdict.got == "lot M0 out of the mix with origins BW"
    assert verdict.expected == "origins BW, CF, those of everything that was mixed"


def test_every_output_of_a_mix_has_all_origins() -> None:
    assert len(made(Process.MIX, ["BW", "ZA"], ["BW", "ZA"])) == 1
    assert len(made(Process.MIX, ["BW", "ZA"], ["BW ZA", "BW ZA AO"])) == 1


@pytest.mark.parametrize("process", OTHERS)
def test_a_mixed_parcel_may_be_parted_by_origin_if_none_is_lost(process: Process) -> None:
    assert made(process, ["BW ZA"], ["BW", "ZA"]) == []
    assert made(process, ["BW ZA"], ["BW ZA", "ZA"]) == []


@pytest.mark.parametrize("process", OTHERS)
def test_an_origin_that_is_lost_or_new_is_a_breach(process: Process) -> None:
    (lost,) = made(process, ["BW ZA"], ["BW"])
    assert lost.got == "outputs with origins BW: ZA lost, none new"
    assert lost.expected == "outputs with origins BW, ZA, those of the inputs"
    (new,) = made(process, ["BW"], ["BW", "ZA"])
    assert new.got == "outputs with origins BW, ZA: none lost, ZA new"


@pytest.mark.parametrize("process", OTHERS)
def test_an_output_without_origin_is_a_breach_where_the_inputs_have_one(process: Process) -> None:
    (verdict,) = made(process, ["BW"], ["BW", ""])
    assert verdict.got == "lot M1 comes out without an origin"
    assert verdict.expected == "one or more of the origins BW"


@pytest.mark.parametrize("process", OTHERS)
def test_goods_without_origin_do_not_get_one_by_being_worked(process: Process) -> None:
    assert len(made(process, [""], ["BW"])) == 1
