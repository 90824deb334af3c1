"""KIM009: what is imported under a certificate stays within it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Evidence, Place
from stream_processors.rules.kimberley.kim009_sum_within_certificate import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

CERTIFICATE = build.certificate(carats=100_000)
ISSUE = build.issued(CERTIFICATE)


def entering(carats: int, shipment: str = "SH1", at: str = "2024-03-08") -> CustodyEvent:
    """An import of so much under the certificate."""
    return build.imported(at=at, carats=carats, shipment_id=shipment)


@pytest.mark.parametrize(("carats", "breaches"), [(100_000, 0), (100_150, 0), (100_151, 1)])
def test_an_import_is_within_a_thousandth_part_and_five_hundredths_of_the_certificate(
    carats: int, breaches: int
) -> None:
    assert len(said(RULE, ISSUE, entering(carats))) == breaches


@pytest.mark.parametrize(("second", "breaches"), [(40_150, 0), (40_151, 1)])
def test_all_imports_count_together(second: int, breaches: int) -> None:
    assert len(said(RULE, ISSUE, entering(60_000), entering(second, "SH2", "2024-03-20"))) == breaches


def test_the_message_gives_the_sum_and_the_certificate_and_names_the_events() -> None:
    first, second = entering(60_000), entering(70_000, "SH2", "2024-03-20")
    verdict = only(RULE, ISSUE, first, second)
    assert verdict.blocking
    assert verdict.event_id == second.event_id
    assert verdict.got == "130.00 ct imported in 2 shipments"
    assert verdict.expected == "100.00 ct at most, as certificate BW12345 says, give or take 0.1 % and 0.05 ct"
    assert verdict.evidence == (second.event_id, ISSUE.event_id, first.event_id)


def test_a_second_report_of_the_same_shipment_is_not_added() -> None:
    assert said(RULE, ISSUE, entering(100_000), entering(100_000, at="2024-03-09")) == []


def test_where_the_issue_is_not_known_the_presented_certificate_counts() -> None:
    assert len(said(RULE, build.imported(under=CERTIFICATE, carats=100_151))) == 1
    assert said(RULE, entering(100_151)) == []


def test_an_amendment_before_the_import_counts() -> None:
    more = build.certificate(carats=120_000)
    assert said(RULE, ISSUE, build.amended(more, at="2024-03-05"), entering(120_000)) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    issue = build.issued(CERTIFICATE, at="2002-12-01")
    assert len(said(RULE, issue, entering(200_000, at=at), now=at)) == breaches


def test_refused_goods_that_come_back_are_not_added_to_what_was_imported() -> None:
    papers = (Evidence("technical certificate", "AE-T 7"),)
    heavier = build.line(carats=1_100)
    way: dict[str, Any] = {"from_country": "AE", "to_country": "BW", "place": Place(country="BW"), "evidence": papers}
    assert said(RULE, build.issued(), build.exported(), build.imported(heavier, at="2024-03-12", **way)) == []
