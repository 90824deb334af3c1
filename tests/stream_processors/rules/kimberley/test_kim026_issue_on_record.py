"""KIM026: a certificate that is used was issued by its authority."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.reference.model import Party, Reference
from stream_processors.rules.kimberley.kim026_issue_on_record import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

PAPER = build.certificate()
SHOWN = build.imported(under=PAPER)


def authority(
    name: str = "BW-AUTHORITY",
    country: str = "BW",
    *,
    role: str = "authority",
    connected: bool = True,
    grace_days: int = 0,
    until: str | None = None,
) -> Party:
    """An authority, by default that of the certificate."""
    ended = None if until is None else build.day(until)
    return Party(name, f"Office {name}", country, role, connected, grace_days, None, ended, "test", "proposed")


def holding(*parties: Party) -> Reference:
    """The packaged reference data and these parties."""
    return build.packaged_reference().with_parties(parties)


def knowing(*, role: str = "authority", connected: bool = True, grace_days: int = 0) -> Reference:
    """The packaged reference data, and the authority of the certificate."""
    return holding(authority(role=role, connected=connected, grace_days=grace_days))


def under(name: str, issuer: str = "BW") -> CustodyEvent:
    """An import under a paper that names this authority."""
    return build.imported(under=build.certificate(authority=name, issuer=issuer))


def test_a_paper_that_a_connected_authority_never_reported_is_held() -> None:
    verdict = only(RULE, SHOWN, reference=knowing(grace_days=5))
    assert verdict.blocking
    assert verdict.got == "certificate BW12345 dated 2024-03-04 is shown, without an issue by BW-AUTHORITY"
    assert verdict.expected == "an issue by BW-AUTHORITY, which reports what it issues"
    assert verdict.provisional_until == build.instant("2024-03-13")


def test_an_issue_cures_it_also_when_it_arrives_late() -> None:
    assert said(RULE, build.issued(PAPER), SHOWN, reference=knowing()) == []
    assert said(RULE, SHOWN, build.issued(PAPER), reference=knowing()) == []


@pytest.mark.parametrize("reference", [None, knowing(connected=False), knowing(role="exporter")])
def test_the_silence_of_others_proves_nothing(reference: Reference | None) -> None:
    assert said(RULE, SHOWN, reference=reference) == []


def test_an_issue_after_the_import_is_none_that_was_on_record() -> None:
    assert len(said(RULE, SHOWN, build.issued(PAPER, at="2024-03-10"), reference=knowing())) == 1


def test_where_no_paper_is_shown_there_is_no_authority_to_ask() -> None:
    assert said(RULE, build.imported(), reference=knowing()) == []


@pytest.mark.parametrize("name", ["bw authority", "B.W. Authority", "office bw-authority"])
def test_an_authority_under_another_spelling_is_that_one(name: str) -> None:
    verdict = only(RULE, under(name), reference=knowing(grace_days=5))
    assert verdict.blocking
    assert verdict.got.endswith(f" is shown, without an issue by {name}")
    assert verdict.expected == "an issue by BW-AUTHORITY, which reports what it issues"
    assert verdict.provisional_until == build.instant("2024-03-13")
    silent = holding(authority(connected=False), authority("BW-OTHER"))
    assert said(RULE, under(name), reference=silent) == []


def test_an_authority_that_nobody_knows_issues_nothing_beside_those_that_report() -> None:
    known = [authority("BW-SECOND"), authority("BW-FIRST", grace_days=5), authority("NA-AUTHORITY", "NA")]
    verdict = only(RULE, under("BW-MINISTRY"), reference=holding(*known))
    assert verdict.blocking
    assert verdict.got == "certificate BW12345 dated 2024-03-04 is shown, without an issue by BW-MINISTRY"
    assert verdict.expected == "an issue by BW-FIRST or BW-SECOND, which report what they issue"
    assert verdict.provisional_until == build.instant("2024-03-13")


@pytest.mark.parametrize(
    "known", [authority(connected=False), authority("NA-AUTHORITY", "NA"), authority("BW-OFFICE", role="other")]
)
def test_an_authority_that_nobody_knows_may_be_real_where_none_reports(known: Party) -> None:
    assert said(RULE, under("BW-MINISTRY"), reference=holding(known)) == []


@pytest.mark.parametrize(("until", "breaches"), [("2024-03-03", 0), ("2024-03-04", 1), ("2024-03-05", 1)])
def test_an_authority_reports_until_the_last_day_of_its_registration(until: str, breaches: int) -> None:
    assert len(said(RULE, under("BW-MINISTRY"), reference=holding(authority(until=until)))) == breaches


@pytest.mark.parametrize("issuer", ["EU", "BE"])
def test_the_authorities_of_the_union_stand_for_each_other(issuer: str) -> None:
    assert said(RULE, under("EU-MINISTRY", issuer)) == []
    verdict = only(RULE, under("EU-MINISTRY", issuer), reference=holding(authority("EU-PARIS", "FR")))
    assert verdict.expected == "an issue by EU-PARIS, which reports what it issues"


def test_an_issue_by_an_authority_that_nobody_knows_is_on_record() -> None:
    """Whether it is one is the question of another rule."""
    issue = build.issued(build.certificate(authority="BW-MINISTRY"), emitter="BW-MINISTRY")
    assert said(RULE, issue, under("BW-MINISTRY"), reference=knowing()) == []
