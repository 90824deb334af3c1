"""WAR001: rough is sold with the statement of warranties of 2021."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Form, Species
from schemas.findings import Severity
from stream_processors.rules.warranties.war001_new_statement_for_rough import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

OLD = "Diamonds from sources NOT INVOLVED in\n  funding   conflict, in compliance with United Nations resolutions."
NEW = OLD[:-1] + " and corresponding national laws."


def sold(day: str = "2024-09-22", warranty: str | None = OLD, line: Any = "L1", **more: Any) -> CustodyEvent:
    """Rough is sold with the old statement."""
    return build.sold(line, at=day, warranty=warranty, **more)


@pytest.mark.parametrize(
    ("day", "notices"), [("2024-09-20", 0), ("2024-09-21", 0), ("2024-09-22", 1), ("2026-09-22", 1)]
)
def test_the_old_statement_ended_for_rough_with_21_september_2024(day: str, notices: int) -> None:
    found = said(RULE, sold(day), now="2027-01-01")
    assert [verdict.severity for verdict in found] == [Severity.NOTICE] * notices


def test_the_day_is_that_of_the_place() -> None:
    assert len(said(RULE, sold("2024-09-21T20:00", utc_offset_minutes=330), now="2027-01-01")) == 1
    assert said(RULE, sold("2024-09-22T03:00", utc_offset_minutes=-300), now="2027-01-01") == []


@pytest.mark.parametrize("text", [NEW, "we confirm ADHERENCE to the WDC SoW Guidelines", None, "", "conflict free"])
def test_the_new_statement_none_and_other_texts_are_not_the_old_one(text: str | None) -> None:
    assert said(RULE, sold(warranty=text), now="2027-01-01") == []


def test_polished_and_lab_grown_stones_are_no_natural_rough() -> None:
    assert said(RULE, sold(line=build.line(polished=True)), now="2027-01-01") == []
    grown = build.line(species=Species.LAB_GROWN, form=Form.ROUGH)
    assert said(RULE, sold(line=grown), now="2027-01-01") == []
    assert len(said(RULE, sold(line=build.line(species=Species.UNKNOWN)), now="2027-01-01")) == 1


def test_it_names_the_invoice_and_the_last_day() -> None:
    verdict = only(RULE, sold(), now="2027-01-01")
    assert verdict.got == "invoice INV-1 of 2024-09-22 for rough carries the statement of 2003"
    assert verdict.expected == "the statement of 2021; for rough the one of 2003 ended with 2024-09-21"
