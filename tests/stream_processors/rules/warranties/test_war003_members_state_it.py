"""WAR003: sellers bound by the System of Warranties state it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Species
from schemas.findings import Severity
from stream_processors.rules.warranties.war003_members_state_it import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said
from tests.stream_processors.rules.licensed import knowing, licence

OLD = "Bought from legitimate sources not involved in funding conflict."
MEMBERS = knowing(licence("SOW-1", "MINE", kind="warranties"))


def sold(warranty: str | None = None, day: str = "2024-03-01", line: Any = "L1", **more: Any) -> CustodyEvent:
    """MINE sells."""
    return build.sold(line, at=day, warranty=warranty, **more)


@pytest.mark.parametrize(
    ("text", "severity"),
    [(None, Severity.BREACH), ("", Severity.BREACH), (" \n", Severity.BREACH), ("conflit exclu", Severity.NOTICE)],
)
def test_none_is_a_breach_and_another_text_is_for_a_person(text: str | None, severity: Severity) -> None:
    assert only(RULE, sold(text), reference=MEMBERS).severity is severity


def test_either_statement_will_do_here() -> None:
    for text in (OLD, f"{OLD} Adherence to the WDC SoW guidelines."):
        assert said(RULE, sold(text), reference=MEMBERS) == []


@pytest.mark.parametrize(
    ("day", "breaches"), [("2023-12-31", 0), ("2024-01-01", 1), ("2024-12-31", 1), ("2025-01-01", 0)]
)
def test_a_seller_is_bound_from_the_first_to_the_last_day_of_its_membership(day: str, breaches: int) -> None:
    assert len(said(RULE, sold(day=day), now="2026-01-01", reference=MEMBERS)) == breaches


def test_only_the_seller_is_bound_and_only_by_its_membership() -> None:
    assert said(RULE, sold(seller="OTHER", buyer="MINE"), reference=MEMBERS) == []
    assert said(RULE, sold(), reference=knowing(licence())) == []
    assert said(RULE, sold()) == []


def test_polished_stones_are_in_the_system_and_lab_grown_ones_are_not() -> None:
    assert len(said(RULE, sold(line=build.line(polished=True)), reference=MEMBERS)) == 1
    grown = build.line(polished=True, species=Species.LAB_GROWN)
    assert said(RULE, sold(line=grown), reference=MEMBERS) == []


def test_it_names_invoice_seller_and_text() -> None:
    verdict = only(RULE, sold(), reference=MEMBERS)
    assert not verdict.blocking
    assert verdict.got == "no statement on invoice INV-1 of MINE, 2024-03-01"
    assert verdict.expected == "the statement of the System of Warranties, by which the seller is bound"
    other = only(RULE, sold("x" * 70), reference=MEMBERS)
    assert other.got == f"'{'x' * 60}' ..., which is neither statement, on invoice INV-1 of MINE, 2024-03-01"
