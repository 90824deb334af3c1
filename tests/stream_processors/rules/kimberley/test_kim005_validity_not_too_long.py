"""KIM005: a certificate is valid no longer than its issuer allows."""

from __future__ import annotations

import pytest

from schemas.events import Certificate
from stream_processors.rules.kimberley.kim005_validity_not_too_long import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def of(issuer: str, issued: str, expires: str) -> Certificate:
    """A certificate with these dates."""
    return build.certificate(f"{issuer}12345", issued=issued, issuer=issuer, expires_on=build.day(expires))


@pytest.mark.parametrize(
    ("issuer", "issued", "expires", "breaches"),
    [
        ("EU", "2024-03-04", "2024-05-03", 0),
        ("EU", "2024-03-04", "2024-05-04", 0),  # two months
        ("EU", "2024-03-04", "2024-05-05", 1),
        ("EU", "2023-12-31", "2024-02-29", 0),  # the last day of the month
        ("EU", "2023-12-31", "2024-03-01", 1),
        ("CA", "2024-03-04", "2024-05-02", 0),
        ("CA", "2024-03-04", "2024-05-03", 0),  # the sixtieth day after issue
        ("CA", "2024-03-04", "2024-05-04", 1),
        ("BW", "2024-03-04", "2034-03-04", 0),  # no limit is known
        ("BW", "2024-03-04", "2024-03-04", 0),
        ("BW", "2024-03-04", "2024-03-03", 1),  # over before it began
    ],
)
def test_the_last_day_lies_between_the_issue_and_the_limit(
    issuer: str, issued: str, expires: str, breaches: int
) -> None:
    assert len(said(RULE, build.issued(of(issuer, issued, expires), at=issued))) == breaches


def test_the_message_gives_both_days_their_distance_and_the_limit() -> None:
    issue = build.issued(of("EU", "2024-03-04", "2024-06-04"), at="2024-03-04")
    verdict = only(RULE, issue)
    assert verdict.got == "certificate EU12345 issued on 2024-03-04, valid to 2024-06-04: 92 days"
    assert verdict.expected == "a last day from 2024-03-04 to 2024-05-04, the longest validity of EU"
    assert verdict.evidence == (issue.event_id,)
    assert verdict.blocking


def test_where_no_limit_is_known_the_message_asks_for_a_day_after_the_issue() -> None:
    verdict = only(RULE, build.issued(of("BW", "2024-03-04", "2024-03-03")))
    assert verdict.expected == "a last day from 2024-03-04 or later"


def test_an_amendment_may_not_stretch_the_validity() -> None:
    change = build.amended(of("EU", "2024-03-04", "2024-06-04"), at="2024-03-05")
    issue = build.issued(of("EU", "2024-03-04", "2024-05-04"), at="2024-03-04")
    verdict = only(RULE, issue, change)
    assert verdict.evidence == (change.event_id, issue.event_id)


def test_a_certificate_that_turns_up_at_import_is_judged_though_nobody_issued_it() -> None:
    shown = build.imported(at="2024-03-08", under=of("EU", "2024-03-04", "2024-06-04"))
    assert only(RULE, shown).event_id == shown.event_id


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, build.issued(of("EU", "2002-12-31", "2003-12-31"), at=at), now=at)) == breaches
