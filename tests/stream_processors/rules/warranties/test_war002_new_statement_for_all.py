"""WAR002: polished is sold with the statement of warranties of 2021."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Species
from schemas.findings import Severity
from stream_processors.rules.warranties.war002_new_statement_for_all import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

OLD = "Bought from legitimate sources not involved in funding conflict."


def sold(day: str = "2026-09-22", warranty: str = OLD, **more: Any) -> CustodyEvent:
    """Polished stones are sold with the old statement."""
    return build.sold(build.line(**{"polished": True} | more), at=day, warranty=warranty)


@pytest.mark.parametrize(
    ("day", "notices"),
    [("2024-09-22", 0), ("2026-09-20", 0), ("2026-09-21", 0), ("2026-09-22", 1), ("2026-09-23", 1)],
)
def test_the_old_statement_ended_for_all_goods_with_21_september_2026(day: str, notices: int) -> None:
    found = said(RULE, sold(day), now="2027-01-01")
    assert [verdict.severity for verdict in found] == [Severity.NOTICE] * notices


def test_rough_has_a_rule_of_its_own_and_lab_grown_stones_are_outside_the_system() -> None:
    assert said(RULE, sold(polished=False), now="2027-01-01") == []
    assert said(RULE, sold(species=Species.LAB_GROWN), now="2027-01-01") == []


def test_the_new_statement_is_fine() -> None:
    assert said(RULE, sold(warranty=f"{OLD} Adherence to the WDC SoW Guidelines."), now="2027-01-01") == []


def test_it_says_that_the_day_is_derived() -> None:
    verdict = only(RULE, sold(), now="2027-01-01")
    assert verdict.got == "invoice INV-1 of 2026-09-22 carries the statement of 2003"
    assert verdict.expected == (
        "the statement of 2021; the one of 2003 ended with 2026-09-21 (day derived, the source gives the month)"
    )
