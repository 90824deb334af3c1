"""KIM004: a certificate is valid at export and at import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from schemas.events import CustodyEvent, Evidence, Place
from stream_processors.rules.kimberley.kim004_valid_on_the_day import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

CERTIFICATE = build.certificate(issued="2024-03-04")  # valid to 2024-05-03
ISSUE = build.issued(CERTIFICATE, at="2024-03-01")

DAYS = [("2024-03-03", 1), ("2024-03-04", 0), ("2024-05-03", 0), ("2024-05-03T23:59", 0), ("2024-05-04", 1)]


@pytest.mark.parametrize(("at", "breaches"), DAYS)
def test_an_export_falls_into_the_validity(at: str, breaches: int) -> None:
    assert len(said(RULE, ISSUE, build.exported(at=at))) == breaches


@pytest.mark.parametrize(("at", "breaches"), DAYS)
def test_an_import_falls_into_the_validity(at: str, breaches: int) -> None:
    assert len(said(RULE, ISSUE, build.imported(at=at))) == breaches


@pytest.mark.parametrize(("at", "breaches"), DAYS)
def test_where_the_issue_is_not_known_the_presented_certificate_counts(at: str, breaches: int) -> None:
    assert len(said(RULE, build.imported(at=at, under=CERTIFICATE))) == breaches


@pytest.mark.parametrize(
    ("at", "offset", "breaches"),
    [("2024-03-03T21:00", 240, 0), ("2024-03-04T02:00", -180, 1), ("2024-05-04T02:00", -180, 0)],
)
def test_days_are_those_of_the_place(at: str, offset: int, breaches: int) -> None:
    assert len(said(RULE, ISSUE, build.exported(at=at, utc_offset_minutes=offset))) == breaches


def test_an_expired_certificate_is_a_breach_that_blocks() -> None:
    late = build.imported(at="2024-05-10")
    verdict = only(RULE, ISSUE, late)
    assert verdict.blocking
    assert verdict.got == "import on 2024-05-10 under certificate BW12345"
    assert verdict.expected == "a day from 2024-03-04 to 2024-05-03, when it is valid"
    assert verdict.evidence == (late.event_id, ISSUE.event_id)


def test_a_longer_date_shown_at_import_does_not_help() -> None:
    forged = build.certificate(issued="2024-03-04", expires_on=build.day("2025-01-01"))
    assert len(said(RULE, ISSUE, build.imported(at="2024-05-10", under=forged))) == 1


def test_a_longer_date_that_the_authority_endorsed_before_does() -> None:
    longer = build.certificate(issued="2024-03-04", expires_on=build.day("2024-06-01"))
    late = build.imported(at="2024-05-10")
    assert said(RULE, ISSUE, build.amended(longer, at="2024-05-01"), late) == []
    assert len(said(RULE, ISSUE, build.amended(longer, at="2024-05-11"), late)) == 1


def test_a_certificate_that_was_cancelled_before_covers_nothing() -> None:
    taken_back, export = build.cancelled(at="2024-03-05"), build.exported(at="2024-03-06")
    verdict = only(RULE, ISSUE, taken_back, export)
    assert verdict.got == "export on 2024-03-06 under a certificate that was cancelled on 2024-03-05"
    assert verdict.expected == "a certificate that was not taken back"
    assert verdict.evidence == (export.event_id, taken_back.event_id, ISSUE.event_id)
    assert said(RULE, ISSUE, export, build.cancelled(at="2024-03-07")) == []


def test_the_day_of_a_cancellation_is_that_of_its_place() -> None:
    taken_back = build.cancelled(at="2024-03-05T22:00", utc_offset_minutes=240)
    verdict = only(RULE, ISSUE, taken_back, build.exported(at="2024-03-07"))
    assert verdict.got == "export on 2024-03-07 under a certificate that was cancelled on 2024-03-06"


@pytest.mark.parametrize("use", [build.exported, build.imported])
@pytest.mark.parametrize(("at", "breaches"), DAYS)
def test_an_issue_that_comes_after_the_use_covers_only_the_days_of_its_validity(
    use: Callable[..., CustodyEvent], at: str, breaches: int
) -> None:
    assert len(said(RULE, use(at=at), build.issued(CERTIFICATE, at="2024-05-10"))) == breaches


def test_an_issue_after_an_export_that_it_does_not_cover_is_a_breach_that_blocks_in_any_order_of_arrival() -> None:
    export, issue = build.exported(at="2024-03-02"), build.issued(CERTIFICATE, at="2024-03-05")
    verdict = only(RULE, export, issue)
    assert verdict.blocking
    assert verdict.got == "shipment SH1 on 2024-03-02 under certificate BW12345, before its issue"
    assert verdict.expected == "a day from 2024-03-04 to 2024-05-03, when it is valid"
    assert verdict.evidence == (issue.event_id, export.event_id)
    assert said(RULE, issue, export) == [verdict]


def test_what_was_judged_at_the_export_is_not_judged_again_at_a_second_issue() -> None:
    export, again = build.exported(at="2024-03-03"), build.issued(CERTIFICATE, at="2024-03-06")
    assert only(RULE, ISSUE, export, again).event_id == export.event_id


def test_without_any_content_nothing_can_be_said() -> None:
    assert said(RULE, build.exported(at="2024-05-10"), build.imported(at="2024-05-11")) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    issue = build.issued(CERTIFICATE, at="2002-12-01")
    assert len(said(RULE, issue, build.exported(at=at), now=at)) == breaches


def test_a_paper_that_takes_the_place_of_a_cancelled_one_is_valid_from_its_own_issue() -> None:
    again = build.issued(build.certificate(issued="2024-03-08"), at="2024-03-08")
    withdrawn = build.cancelled(at="2024-03-05")
    assert len(said(RULE, build.issued(), withdrawn, build.exported(at="2024-03-07"))) == 1
    assert said(RULE, build.issued(), withdrawn, again, build.exported(at="2024-03-09")) == []
    assert (
        len(
            said(
                RULE,
                build.issued(),
                withdrawn,
                again,
                build.cancelled(at="2024-03-09"),
                build.exported(at="2024-03-10"),
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    ("issuer", "at", "minutes", "breaches"),
    [
        ("CA", "2024-05-03T23:59", 540, 0),
        ("BW", "2024-05-03T23:59", 540, 1),
        ("CA", "2024-05-04T00:00", -300, 1),
        ("BW", "2024-05-04T00:00", -300, 0),
    ],
)
def test_the_last_day_of_canada_ends_in_greenwich_and_of_all_others_at_the_place(
    issuer: str, at: str, minutes: int, breaches: int
) -> None:
    paper = build.certificate(f"{issuer}12345", issuer=issuer)
    entry = build.imported(at=at, under=paper, utc_offset_minutes=minutes)
    assert len(said(RULE, build.issued(paper), entry, now="2024-06-01")) == breaches
    late = build.issued(paper, at="2024-05-20")
    assert len(said(RULE, entry, late, now="2024-06-01")) == 2 * breaches


def test_refused_goods_may_come_back_at_any_time_to_where_they_were_exported_from() -> None:
    papers = (Evidence("technical certificate", "AE-T 7"),)
    way: dict[str, Any] = {"from_country": "AE", "place": Place(country="BW"), "evidence": papers}
    back = build.imported(at="2024-07-01", to_country="BW", **way)
    elsewhere = build.imported(at="2024-07-01", to_country="NA", **way)
    assert said(RULE, build.issued(), build.exported(), back, now="2024-08-01") == []
    assert len(said(RULE, build.issued(), build.exported(), elsewhere, now="2024-08-01")) == 1
    assert len(said(RULE, build.issued(), back, now="2024-08-01")) == 1
