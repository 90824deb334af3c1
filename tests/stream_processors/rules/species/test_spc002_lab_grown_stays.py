"""SPC002: lab-grown input never yields natural output."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, LotLine, Process, Species
from schemas.findings import Severity
from stream_processors.rules.species.spc002_lab_grown_stays import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

NATURAL, GROWN, UNKNOWN = Species.NATURAL, Species.LAB_GROWN, Species.UNKNOWN


def lots(name: str, species: list[Species]) -> list[LotLine]:
    """One lot of a carat for each species."""
    return [build.line(f"{name}{place}", species=kind) for place, kind in enumerate(species)]


def made(before: list[Species], after: list[Species], process: Process = Process.SORT) -> CustodyEvent:
    """Outputs of these species out of inputs of those."""
    return build.transformed(lots("L", before), lots("M", after), process=process)


@pytest.mark.parametrize(
    ("before", "after", "breaches"),
    [
        ([NATURAL], [NATURAL], 0),
        ([NATURAL], [UNKNOWN], 0),
        ([GROWN], [GROWN], 0),
        ([GROWN], [UNKNOWN], 1),
        ([GROWN, GROWN], [GROWN, UNKNOWN], 1),
        ([GROWN], [NATURAL], 1),
        ([NATURAL, GROWN], [NATURAL], 1),
        ([NATURAL, GROWN], [NATURAL, GROWN], 1),
        ([NATURAL, GROWN], [UNKNOWN], 1),
        ([UNKNOWN], [UNKNOWN], 0),
        ([UNKNOWN], [GROWN], 0),
    ],
)
def test_nothing_natural_comes_out_where_lab_grown_went_in(
    before: list[Species], after: list[Species], breaches: int
) -> None:
    assert len(said(RULE, made(before, after))) == breaches


@pytest.mark.parametrize("process", Process)
def test_every_process_is_judged(process: Process) -> None:
    assert len(said(RULE, made([GROWN], [NATURAL], process))) == 1


def test_the_breach_blocks_and_its_message_gives_weights_and_lots() -> None:
    event = made([NATURAL, GROWN], [NATURAL, NATURAL])
    verdict = only(RULE, event)
    assert (verdict.severity, verdict.blocking) == (Severity.BREACH, True)
    assert verdict.got == ("2.00 ct (lots M0, M1) come out as natural, of which 1.00 ct (lots L1) went in as lab-grown")
    assert verdict.expected == "no natural output of lab-grown input"
    assert verdict.evidence == (event.event_id,)


def test_natural_out_of_unknown_is_a_notice() -> None:
    verdict = only(RULE, made([UNKNOWN, NATURAL], [NATURAL]))
    assert verdict.severity is Severity.NOTICE
    assert verdict.got.endswith("1.00 ct (lots L0) went in as unknown")
    assert verdict.expected == "natural output of natural input only, or a screening that proves it"


def test_a_species_that_is_forgotten_is_a_breach_and_in_a_mix_a_notice() -> None:
    verdict = only(RULE, made([GROWN], [UNKNOWN]))
    assert (verdict.severity, verdict.blocking) == (Severity.BREACH, True)
    assert verdict.expected == "lab-grown output of lab-grown input"
    assert "come out as unknown, of which" in verdict.got
    assert only(RULE, made([NATURAL, GROWN], [UNKNOWN])).severity is Severity.NOTICE
