"""SPC001: a natural lot holds no lab-grown stone."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, ExaminationKind, Species
from schemas.findings import Severity
from stream_processors.rules.species.spc001_lab_grown_in_natural import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

START = build.registered(build.line(polished=True, stones=323))


def screened(found: int | None, of: int | None = 323, species: Species = Species.NATURAL) -> CustodyEvent:
    """A screening that finds so many lab-grown stones."""
    return build.examined(
        build.line(polished=True, stones=323, species=species),
        kind=ExaminationKind.SCREENING,
        screened_stones=of,
        lab_grown_stones=found,
    )


@pytest.mark.parametrize(("found", "breaches"), [(None, 0), (0, 0), (1, 1), (323, 1)])
def test_one_lab_grown_stone_is_enough(found: int | None, breaches: int) -> None:
    assert len(said(RULE, START, screened(found))) == breaches


def test_the_salted_parcel_is_a_breach_that_blocks_with_counts_and_share() -> None:
    screening = screened(101)
    verdict = only(RULE, START, screening)
    assert (verdict.severity, verdict.blocking) == (Severity.BREACH, True)
    assert verdict.got == "101 of 323 screened stones found lab-grown (31.2 %) by LAB, report R-1"
    assert verdict.expected == "natural stones only, as the lot was declared"
    assert verdict.evidence == (screening.event_id, START.event_id)


def test_without_the_number_screened_the_count_stands_alone() -> None:
    assert only(RULE, START, screened(1, None)).got == "1 lab-grown stone found by LAB, report R-1"
    assert only(RULE, START, screened(2, 0)).got == "2 lab-grown stones found by LAB, report R-1"


def test_a_lot_that_is_found_lab_grown_as_a_whole_is_a_breach() -> None:
    assert only(RULE, START, screened(None, None, Species.LAB_GROWN)).got == "lab-grown found by LAB, report R-1"


@pytest.mark.parametrize("species", [Species.LAB_GROWN, Species.UNKNOWN])
def test_a_lot_that_was_not_declared_natural_may_hold_them(species: Species) -> None:
    start = build.registered(build.line(polished=True, stones=323, species=species))
    assert said(RULE, start, screened(101)) == []


def test_a_report_that_comes_after_the_lot_has_ended_still_counts() -> None:
    ended = build.retired(build.line(polished=True, stones=323), at="2024-03-02")
    assert len(said(RULE, START, ended, screened(101))) == 1
