"""KIM003: the issuer of a certificate is a participant with the right to trade."""

from __future__ import annotations

import pytest

from schemas.events import Certificate
from schemas.findings import Severity
from stream_processors.rules.kimberley.kim003_issuer_may_trade import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import said


def of(issuer: str, day: str, area: str | None = None) -> Certificate:
    """A certificate of this issuer, issued on this day."""
    return build.certificate(f"{issuer}12345", issued=day, issuer=issuer, area=area)


def at_issue(issuer: str, day: str, area: str | None = None) -> list[Verdict]:
    """What the rule says when the certificate is issued."""
    return said(RULE, build.issued(of(issuer, day, area), at=day), now=day)


@pytest.mark.parametrize(
    ("issuer", "day", "breaches"),
    [
        ("BW", "2024-03-04", 0),
        ("TW", "2024-03-04", 0),  # trades under the minimum requirements without being a participant
        ("KE", "2024-03-04", 1),  # never a participant
        ("QA", "2021-11-11", 1),  # the day before it joined
        ("QA", "2021-11-12", 0),
        ("QA", "2021-11-13", 0),
        ("GB", "2021-01-01", 0),
        ("CG", "2004-07-08", 0),
        ("CG", "2004-07-09", 1),  # expelled
        ("CG", "2007-11-07", 1),
        ("CG", "2007-11-08", 0),  # readmitted
        ("CI", "2014-04-28", 1),  # embargo of the United Nations
        ("CI", "2014-04-29", 0),
        ("VE", "2024-03-04", 1),  # suspended itself
        ("CF", "2013-05-22", 0),
        ("CF", "2013-05-23", 1),  # suspended
        ("CF", "2024-11-14", 1),
        ("CF", "2024-11-15", 0),
    ],
)
def test_the_status_of_the_issuer_counts_on_the_day_of_issue(issuer: str, day: str, breaches: int) -> None:
    assert len(at_issue(issuer, day)) == breaches


@pytest.mark.parametrize(
    ("area", "day", "breaches"),
    [
        ("Berberati", "2016-02-29", 1),
        ("Berberati", "2016-03-01", 0),
        ("Boda", "2016-09-25", 1),
        ("Boda", "2016-09-26", 0),
        ("Bria", "2018-03-01", 1),
        (None, "2018-03-01", 1),
    ],
)
def test_an_open_zone_counts_inside_a_suspended_country(area: str | None, day: str, breaches: int) -> None:
    assert len(at_issue("CF", day, area)) == breaches


def test_a_suspended_issuer_is_a_breach_that_blocks_with_status_basis_and_day() -> None:
    (verdict,) = at_issue("CF", "2014-01-10", "Bria")
    assert verdict.severity is Severity.BREACH
    assert verdict.blocking
    assert verdict.got == (
        "certificate CF12345 of CF, area Bria, issued on 2014-01-10, when the status was SUSPENDED: "
        "rebels held mining areas [fr15 cf16a car24a]"
    )
    assert verdict.expected == "an issuer that may trade rough on that day"


@pytest.mark.parametrize(
    ("issuer", "area", "day", "status"),
    [
        ("ZW", "Marange (Mbada)", "2011-04-01", "DISPUTED"),
        ("CF", "Gadzi", "2018-03-01", "COMPLIANT_ZONE"),
    ],
)
def test_a_disputed_right_and_a_zone_that_no_source_names_are_notices(
    issuer: str, area: str, day: str, status: str
) -> None:
    (verdict,) = at_issue(issuer, day, area)
    assert verdict.severity is Severity.NOTICE
    assert status in verdict.got
    assert verdict.expected.endswith("a person must decide")


def test_a_certificate_that_turns_up_at_import_is_judged_though_nobody_issued_it() -> None:
    event = build.imported(at="2024-03-08", under=of("KE", "2024-03-04"))
    (verdict,) = said(RULE, event)
    assert verdict.event_id == event.event_id
    assert "NOT_A_PARTICIPANT" in verdict.got


def test_a_certificate_is_judged_once_where_its_issue_is_known() -> None:
    certificate = of("KE", "2024-03-04")
    issue = build.issued(certificate, at="2024-03-04")
    shown = build.imported(at="2024-03-08", under=certificate)
    assert [verdict.event_id for verdict in said(RULE, shown, issue)] == [issue.event_id]


def test_an_amendment_may_not_move_the_goods_into_a_closed_area() -> None:
    open_zone, closed = of("CF", "2018-03-01", "Boda"), of("CF", "2018-03-01", "Bria")
    change = build.amended(closed, at="2018-03-02")
    (verdict,) = said(RULE, build.issued(open_zone, at="2018-03-01"), change)
    assert verdict.event_id == change.event_id


@pytest.mark.parametrize(("day", "breaches"), [("2003-08-30", 0), ("2003-08-31", 1), ("2003-09-01", 1)])
def test_the_rule_speaks_from_the_first_list_of_participants(day: str, breaches: int) -> None:
    assert len(at_issue("KE", day)) == breaches


def test_what_was_issued_before_the_first_list_is_not_judged_later() -> None:
    assert said(RULE, build.imported(at="2003-09-05", under=of("KE", "2003-08-20"))) == []
