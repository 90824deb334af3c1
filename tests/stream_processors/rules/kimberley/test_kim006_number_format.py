"""KIM006: the number of a certificate has its issuer's form."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from stream_processors.rules.kimberley.kim006_number_format import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def numbered(issuer: str, number: str, day: str = "2024-03-04") -> CustodyEvent:
    """The issue of a certificate with this number."""
    return build.issued(build.certificate(number, issued=day, issuer=issuer), at=day)


@pytest.mark.parametrize(
    ("issuer", "number", "breaches"),
    [
        ("BW", "BW12345", 0),
        ("BW", "BW 12345", 0),
        ("BW", "BW-12A45", 0),
        ("BW", "BW12", 1),
        ("BW", "BW123", 0),
        ("BW", "BW123456789012", 0),
        ("BW", "BW1234567890123", 1),
        ("BW", "12345", 1),
        ("BW", "ZA12345", 1),
        ("EU", "EU12345", 0),
        ("EU", "EC12345", 0),
        ("EU", "BE12345", 1),
        ("SL", "SL 4306", 0),
        ("SL", "SL004911", 0),
        ("SL", "SL123", 1),
        ("SL", "SL1234567", 1),
        ("CN", "HK12345", 0),
        ("TW", "TW12345", 0),
    ],
)
def test_the_number_has_the_form_its_issuer_prints(issuer: str, number: str, breaches: int) -> None:
    assert len(said(RULE, numbered(issuer, number))) == breaches


@pytest.mark.parametrize(
    ("issuer", "day", "breaches"),
    [
        ("BE", "2024-03-04", 1),
        ("DE", "2024-03-04", 1),
        ("GB", "2020-12-31", 1),
        ("GB", "2021-01-01", 0),
        ("HR", "2013-06-30", 0),  # a participant of its own until then
        ("HR", "2013-07-01", 1),
    ],
)
def test_a_member_state_of_the_union_issues_nothing(issuer: str, day: str, breaches: int) -> None:
    assert len(said(RULE, numbered(issuer, f"{issuer}12345", day), now=day)) == breaches


def test_an_issuer_outside_the_scheme_is_left_to_another_rule() -> None:
    assert said(RULE, numbered("KE", "KE12345")) == []


def test_a_territory_of_a_participant_has_the_numbers_of_the_participant() -> None:
    assert said(RULE, numbered("HK", "HK12345")) == []
    assert len(said(RULE, numbered("HK", "XX12345"))) == 1


def test_the_message_gives_the_number_and_the_form() -> None:
    issue = numbered("SL", "SL123")
    verdict = only(RULE, issue)
    assert verdict.got == "certificate number SL123 of SL"
    assert verdict.expected == "a number of the form ^SL[ -]?[0-9]{4,6}$ (derived)"
    assert verdict.evidence == (issue.event_id,)
    assert not verdict.blocking


def test_the_message_names_the_union_as_the_issuer_to_expect() -> None:
    verdict = only(RULE, numbered("BE", "BE12345"))
    assert verdict.got == "certificate BE12345 issued for BE on 2024-03-04"
    assert verdict.expected == "EU as issuer: BE belonged to it on that day"


def test_a_certificate_that_turns_up_at_import_is_judged_though_nobody_issued_it() -> None:
    shown = build.imported(at="2024-03-08", under=build.certificate("SL123", issuer="SL"))
    assert only(RULE, shown).event_id == shown.event_id


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, numbered("SL", "SL123", at), now=at)) == breaches
