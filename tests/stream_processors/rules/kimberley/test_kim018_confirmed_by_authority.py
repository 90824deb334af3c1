"""KIM018: the receipt of a shipment is confirmed by the importing authority."""

from __future__ import annotations

import pytest

from schemas.events import Place
from schemas.findings import Severity
from schemas.reference.model import Party, Reference
from stream_processors.rules.kimberley.kim018_confirmed_by_authority import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

ISSUE = build.issued()


def knowing(name: str, role: str, country: str) -> Reference:
    """The packaged reference data and one more party."""
    party = Party(name, name, country, role, True, 0, None, None, "test", "proposed")
    return build.packaged_reference().with_parties([party])


def test_an_authority_that_the_register_does_not_know_is_taken_at_its_word() -> None:
    assert said(RULE, ISSUE, build.confirmed()) == []


@pytest.mark.parametrize(("who", "role"), [("TRADER", "exporter"), ("Trader Ltd.", "exporter"), ("BUYER", "importer")])
def test_a_party_of_the_trade_may_not_confirm(who: str, role: str) -> None:
    said_by = build.confirmed(authority=who)
    verdict = only(RULE, ISSUE, said_by)
    assert verdict.got == f"receipt of shipment SH1 confirmed by {who}, its {role}"
    assert verdict.expected == "an authority of AE"
    assert verdict.evidence == (said_by.event_id, ISSUE.event_id)


def test_the_word_of_an_authority_that_somebody_else_reports_does_not_count() -> None:
    assert only(RULE, ISSUE, build.confirmed(emitter="TRADER")).got.endswith("confirmed by TRADER, its exporter")
    assert only(RULE, ISSUE, build.confirmed(emitter="SOMEBODY")).got.endswith("confirmed by SOMEBODY")


@pytest.mark.parametrize(
    ("role", "country", "breaches"), [("authority", "AE", 0), ("authority", "BW", 1), ("trader", "AE", 1)]
)
def test_a_known_party_is_an_authority_of_where_the_goods_went(role: str, country: str, breaches: int) -> None:
    known = knowing("OFFICE", role, country)
    assert len(said(RULE, ISSUE, build.confirmed(authority="OFFICE"), reference=known)) == breaches
    second = build.confirmed(emitter="OFFICE")
    assert len(said(RULE, ISSUE, second, reference=known)) == breaches


@pytest.mark.parametrize(
    ("role", "country", "severities"),
    [
        ("other", "AE", [Severity.NOTICE]),
        ("other", "BW", [Severity.BREACH]),
        ("carrier", "AE", [Severity.BREACH]),
        ("trader", "AE", [Severity.BREACH]),
    ],
)
def test_an_office_of_the_participant_that_reports_is_for_a_person_to_look_at(
    role: str, country: str, severities: list[Severity]
) -> None:
    known = knowing("CUSTOMS", role, country)
    reports = (build.confirmed(emitter="CUSTOMS"), build.confirmed(authority="CUSTOMS", emitter="CUSTOMS"))
    for report in reports:
        assert [v.severity for v in said(RULE, ISSUE, report, reference=known)] == severities


def test_an_office_does_not_make_the_word_of_a_trader_count() -> None:
    known = knowing("CUSTOMS", "other", "AE")
    for authority, emitter in (("TRADER", "CUSTOMS"), ("CUSTOMS", "TRADER")):
        report = build.confirmed(authority=authority, emitter=emitter)
        assert only(RULE, ISSUE, report, reference=known).severity is Severity.BREACH
    its_own = build.confirmed(authority="CUSTOMS", emitter="CUSTOMS", importer="CUSTOMS")
    assert only(RULE, ISSUE, its_own, reference=known).severity is Severity.BREACH


def test_any_office_of_the_union_may_report_for_it() -> None:
    issue = build.issued(build.certificate(destination="BE"))
    report = build.confirmed(authority="EU-ANTWERP", emitter="CUSTOMS", place=Place(country="BE"))
    verdict = only(RULE, issue, report, reference=knowing("CUSTOMS", "other", "DE"))
    assert verdict.severity is Severity.NOTICE
    assert verdict.got == "receipt of shipment SH1 confirmed by CUSTOMS"
    unknown = build.confirmed(authority="CUSTOMS", place=Place())
    assert only(RULE, unknown, reference=knowing("CUSTOMS", "other", "DE")).severity is Severity.NOTICE


def test_any_authority_of_the_union_may_confirm_for_it() -> None:
    issue = build.issued(build.certificate(destination="BE"))
    assert said(RULE, issue, build.confirmed(authority="EU-PRAGUE")) == []
    assert len(said(RULE, issue, build.confirmed(authority="CH-SECO"))) == 1


def test_in_the_united_states_the_importer_reports_receipt() -> None:
    issue = build.issued(build.certificate(destination="US"))
    assert said(RULE, issue, build.confirmed(authority="BUYER")) == []
    assert said(RULE, issue, build.confirmed(emitter="BUYER")) == []
    assert len(said(RULE, issue, build.confirmed(authority="TRADER"))) == 1


def test_without_a_known_issue_the_place_of_the_event_tells_where() -> None:
    assert said(RULE, build.confirmed(authority="EU-ANTWERP", place=Place(country="BE"))) == []
    assert len(said(RULE, build.confirmed(authority="EU-ANTWERP", place=Place(country="AE")))) == 1
    assert said(RULE, build.confirmed(authority="EU-ANTWERP", place=Place())) == []
