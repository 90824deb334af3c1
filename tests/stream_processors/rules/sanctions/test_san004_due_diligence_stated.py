"""SAN004: polished stones enter the Union with a due diligence statement."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Evidence, LotLine, Species
from schemas.findings import Severity
from stream_processors.rules.sanctions.san004_due_diligence_stated import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said


def polished(carats: int = 500, stones: int | None = 1, **more: Any) -> LotLine:
    """Natural polished stones."""
    return build.line(carats=carats, polished=True, stones=stones, **more)


def entering(*goods: LotLine, day: str = "2026-01-01", **more: Any) -> CustodyEvent:
    """Goods come from Surat to Antwerp."""
    return build.imported(goods, at=day, under=None, **{"from_country": "IN", "to_country": "BE"} | more)


def asked(*events: CustodyEvent) -> list[Verdict]:
    """What the rule says."""
    return said(RULE, *events, now="2027-01-01")


@pytest.mark.parametrize(("day", "breaches"), [("2025-12-31", 0), ("2026-01-01", 1), ("2026-01-02", 1)])
def test_from_the_first_of_january_2026_the_statement_is_due(day: str, breaches: int) -> None:
    assert len(asked(entering(polished(), day=day))) == breaches


@pytest.mark.parametrize(
    ("carats", "stones", "severity"),
    [
        (500, 1, Severity.BREACH),
        (501, 1, Severity.BREACH),
        (499, 1, None),
        (1000, 2, Severity.BREACH),
        (999, 2, None),
        (50_000, 500, None),
        (500, None, Severity.NOTICE),
        (499, None, None),
    ],
)
def test_it_is_due_where_a_stone_weighs_half_a_carat(
    carats: int, stones: int | None, severity: Severity | None
) -> None:
    found = asked(entering(polished(carats, stones)))
    assert [verdict.severity for verdict in found] == ([severity] if severity else [])


def test_the_statement_stands_among_the_evidence_however_its_kind_is_written() -> None:
    for kind in ("due diligence statement", "DUE_DILIGENCE_STATEMENT", "Due Diligence  Statement"):
        assert asked(entering(polished(), evidence=(Evidence(kind, "DDS 1"),))) == []
    assert len(asked(entering(polished(), evidence=(Evidence("waybill", "W 1"),)))) == 1


def test_rough_lab_grown_and_goods_that_are_in_the_union_or_go_elsewhere_are_free() -> None:
    assert asked(entering(build.line(carats=2000, stones=1))) == []
    assert asked(entering(polished(2000, species=Species.LAB_GROWN, hs_code="710491"))) == []
    assert asked(entering(polished(), from_country="DE")) == []
    assert asked(entering(polished(), to_country="GB")) == []


def test_one_finding_names_the_lots_it_is_about_and_holds_nothing() -> None:
    goods = entering(polished(lot="A"), polished(900, 1, lot="B"), polished(900, 9, lot="C"))
    verdict = only(RULE, goods, now="2027-01-01")
    assert not verdict.blocking
    assert verdict.got == ("1.40 ct of polished stones (lots A, B) brought into the EU on 2026-01-01 without it")
    assert verdict.expected == (
        "evidence of the kind 'due diligence statement' for stones of 0.50 ct and more: due diligence statement on "
        "diamond origin beside the customs declaration [dds idex26 ecfaq25]"
    )
