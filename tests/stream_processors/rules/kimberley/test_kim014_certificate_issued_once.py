"""KIM014: a certificate is issued once."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.findings import Severity
from stream_processors.rules.kimberley.kim014_certificate_issued_once import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

FIRST = build.issued(at="2024-03-04")
OTHER = build.certificate(importer="SOMEBODY")


def test_one_issue_passes() -> None:
    assert said(RULE, FIRST, build.exported(), build.imported(), build.confirmed()) == []


def test_the_repeat_of_an_issue_is_that_issue() -> None:
    assert said(RULE, FIRST, FIRST) == []


def test_another_content_under_the_same_number_is_a_breach_that_blocks() -> None:
    again = build.issued(OTHER, at="2024-03-07")
    verdict = only(RULE, FIRST, again)
    assert (verdict.severity, verdict.blocking) == (Severity.BREACH, True)
    assert verdict.got == "issued again: BW12345 of 2024-03-04, 1.00 ct worth US$100.00, to SOMEBODY"
    assert verdict.expected == "one issue under this number: BW12345 of 2024-03-04, 1.00 ct worth US$100.00, to BUYER"
    assert verdict.evidence == (again.event_id, FIRST.event_id)


@pytest.mark.parametrize("change", [{"carats": 1001}, {"value_cents": 10_001}, {"parcels": 2}, {"area": "Orapa"}])
def test_the_smallest_difference_makes_another_content(change: dict[str, Any]) -> None:
    again = build.issued(build.certificate(**change), at="2024-03-07")
    assert only(RULE, FIRST, again).severity is Severity.BREACH


def test_the_same_content_in_another_event_is_for_a_person_to_look_at() -> None:
    verdict = only(RULE, FIRST, build.issued(at="2024-03-07"))
    assert (verdict.severity, verdict.blocking) == (Severity.NOTICE, False)
    assert verdict.got == "issued again, word for word: BW12345 of 2024-03-04, 1.00 ct worth US$100.00, to BUYER"


def test_the_content_after_an_amendment_is_the_same_content_too() -> None:
    amendment = build.amended(OTHER, at="2024-03-05")
    again = build.issued(OTHER, at="2024-03-07")
    verdict = only(RULE, FIRST, amendment, again)
    assert verdict.severity is Severity.NOTICE
    assert verdict.evidence == (again.event_id, FIRST.event_id, amendment.event_id)


def test_an_amendment_is_no_second_issue() -> None:
    assert said(RULE, FIRST, build.amended(OTHER)) == []


@pytest.mark.parametrize(("cancelled_at", "breaches"), [("2024-03-06T23:59", 0), ("2024-03-07T00:01", 1)])
def test_a_replacement_comes_after_the_cancellation(cancelled_at: str, breaches: int) -> None:
    again = build.issued(OTHER, at="2024-03-07")
    assert len(said(RULE, FIRST, build.cancelled(at=cancelled_at), again)) == breaches


def test_an_issue_that_was_declared_in_error_was_never_made() -> None:
    again = build.issued(OTHER, at="2024-03-07")
    assert said(RULE, FIRST, again, build.declared_wrong(again)) == []
    assert said(RULE, FIRST, again, build.declared_wrong(FIRST)) == []


def test_whichever_arrives_first_the_later_issue_is_the_second() -> None:
    again = build.issued(OTHER, at="2024-03-07")
    assert only(RULE, again, FIRST).event_id == again.event_id


@pytest.mark.parametrize("number", ["BW 12-345", "12345"])
def test_spaces_hyphens_and_prefix_do_not_make_another_number(number: str) -> None:
    assert len(said(RULE, FIRST, build.issued(build.certificate(number), at="2024-03-07"))) == 1


def test_the_same_digits_of_another_number_or_issuer_are_another_certificate() -> None:
    assert said(RULE, FIRST, build.issued(build.certificate("BW012345"))) == []
    assert said(RULE, FIRST, build.issued(build.certificate("ZA12345", issuer="ZA"))) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, build.issued(at="2002-12-01"), build.issued(OTHER, at=at), now=at)) == breaches


@pytest.mark.parametrize(("issuer", "severity"), [("CA", Severity.BREACH), ("BW", Severity.NOTICE)])
def test_a_paper_is_replaced_before_the_goods_leave(issuer: str, severity: Severity) -> None:
    first = build.certificate(f"{issuer}12345", issuer=issuer)
    again = build.issued(build.certificate(f"{issuer}12345", issuer=issuer, issued="2024-03-09"), at="2024-03-09")
    left, withdrawn = build.exported(under=first), build.cancelled(first, at="2024-03-08")
    assert said(RULE, build.issued(first), withdrawn, again) == []
    verdict = only(RULE, build.issued(first), left, withdrawn, again)
    assert verdict.severity is severity
    assert verdict.got == "issued again in place of a certificate for shipment SH1, which left on 2024-03-06"
    assert verdict.evidence == (again.event_id, left.event_id, withdrawn.event_id)


def test_a_replacement_that_was_not_cancelled_is_issued_once_too() -> None:
    again = build.issued(build.certificate(issued="2024-03-07"), at="2024-03-07")
    third = build.issued(build.certificate(issued="2024-03-08"), at="2024-03-08")
    assert only(RULE, build.issued(), build.cancelled(at="2024-03-06"), again, third).event_id == third.event_id
