"""KIM017: a certificate is issued, amended and cancelled by its authority."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.events import CustodyEvent
from schemas.findings import Severity
from schemas.reference.model import Party, Reference
from stream_processors.rules.kimberley.kim017_act_of_authority import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

PAPER = build.certificate()
ACTS = [build.issued(PAPER), build.amended(PAPER), build.cancelled(PAPER)]


def knowing(
    name: str, role: str = "authority", country: str = "BW", *, connected: bool = True, until: date | None = None
) -> Reference:
    """The packaged reference data and one more party."""
    party = Party(name, f"The {name}", country, role, connected, 0, None, until, "test", "proposed")
    return build.packaged_reference().with_parties([party])


@pytest.mark.parametrize("act", ACTS, ids=["issue", "amendment", "cancellation"])
def test_the_authority_that_a_certificate_names_may_do_it(act: CustodyEvent) -> None:
    assert said(RULE, act) == []
    assert said(RULE, build.issued(PAPER), act) == []


@pytest.mark.parametrize(
    ("act", "word"),
    [
        (build.issued(PAPER, emitter="TRADER"), "issued"),
        (build.amended(PAPER, emitter="TRADER"), "amended"),
        (build.cancelled(PAPER, emitter="TRADER"), "cancelled"),
    ],
)
def test_anybody_else_may_not(act: CustodyEvent, word: str) -> None:
    verdict = only(RULE, act)
    assert verdict.blocking
    assert verdict.got == f"certificate BW12345 {word} by TRADER"
    assert verdict.expected == "an act of BW-AUTHORITY, or of another authority of BW"


def test_a_forger_that_writes_another_authority_on_the_amendment_is_found_by_the_issue() -> None:
    forged = build.amended(build.certificate(authority="FORGER"), emitter="FORGER")
    assert said(RULE, forged) == []
    issue = build.issued(PAPER)
    verdict = only(RULE, issue, forged)
    assert verdict.evidence == (forged.event_id, issue.event_id)
    withdrawn = build.cancelled(PAPER, authority="FORGER", emitter="FORGER")
    assert only(RULE, issue, withdrawn).event_id == withdrawn.event_id


@pytest.mark.parametrize(
    ("role", "country", "breaches"), [("authority", "BW", 0), ("authority", "NA", 1), ("exporter", "BW", 1)]
)
def test_another_authority_of_the_same_participant_may_act_for_it(role: str, country: str, breaches: int) -> None:
    act = build.amended(PAPER, emitter="SECOND")
    verdicts = said(RULE, build.issued(PAPER), act, reference=knowing("SECOND", role, country))
    assert len([verdict for verdict in verdicts if verdict.event_id == act.event_id]) == breaches


def test_the_authorities_of_the_union_act_for_each_other() -> None:
    paper = build.certificate("EU12345", issuer="EU", authority="EU-ANTWERP", destination="AE")
    withdrawn = build.cancelled(paper, authority="EU-PRAGUE", emitter="EU-PRAGUE")
    assert said(RULE, build.issued(paper), withdrawn) == []


def test_the_spelling_of_a_name_makes_no_other_authority() -> None:
    assert said(RULE, build.issued(PAPER), build.amended(PAPER, emitter="bw authority")) == []


@pytest.mark.parametrize(
    ("role", "country", "breaches"), [("authority", "BW", 0), ("authority", "NA", 1), ("trader", "BW", 1)]
)
def test_whoever_names_itself_as_authority_is_known_as_one_or_not_at_all(
    role: str, country: str, breaches: int
) -> None:
    forged = build.issued(build.certificate(authority="HOUSE"), emitter="HOUSE")
    assert len(said(RULE, forged, reference=knowing("HOUSE", role, country))) == breaches
    assert said(RULE, forged) == []


@pytest.mark.parametrize("party", ["TRADER", "BUYER"])
def test_a_party_of_the_certificate_is_never_its_authority(party: str) -> None:
    own = build.issued(build.certificate(authority=party), emitter=party)
    assert len(said(RULE, own)) == 1
    assert (
        len(said(RULE, own, build.cancelled(build.certificate(authority=party), authority=party, emitter=party))) == 2
    )


MINISTRY = build.certificate(authority="BW-MINISTRY")
ITS_ACTS = [build.issued(MINISTRY), build.amended(MINISTRY), build.cancelled(MINISTRY, authority="BW-MINISTRY")]


@pytest.mark.parametrize("act", ITS_ACTS, ids=["issue", "amendment", "cancellation"])
def test_an_authority_that_the_register_does_not_know_beside_one_that_reports_is_for_a_person(
    act: CustodyEvent,
) -> None:
    act = replace(act, emitter="BW-MINISTRY")
    verdict = only(RULE, act, reference=knowing("BW-AUTH"))
    assert (verdict.severity, verdict.blocking) == (Severity.NOTICE, False)
    assert verdict.got.endswith(" by BW-MINISTRY, whom the register does not know")
    assert verdict.expected == "an act of BW-AUTH, or of an authority that is registered"


@pytest.mark.parametrize(
    "reference",
    [knowing("BW-AUTH", connected=False), knowing("NA-AUTH", country="NA"), knowing("BW-AUTH", role="other")],
)
def test_where_no_authority_of_the_participant_reports_a_new_one_may_be_real(reference: Reference) -> None:
    assert said(RULE, build.issued(MINISTRY, emitter="BW-MINISTRY"), reference=reference) == []


@pytest.mark.parametrize(("until", "notices"), [("2024-03-03", 0), ("2024-03-04", 1), ("2024-03-05", 1)])
def test_an_authority_reports_until_the_last_day_of_its_registration(until: str, notices: int) -> None:
    issue = build.issued(MINISTRY, at="2024-03-04", emitter="BW-MINISTRY")
    assert len(said(RULE, issue, reference=knowing("BW-AUTH", until=build.day(until)))) == notices


@pytest.mark.parametrize("name", ["bw auth", "B.W. Auth", "the bw auth"])
def test_a_registered_authority_under_another_spelling_is_that_one(name: str) -> None:
    act = build.issued(build.certificate(authority=name), emitter=name)
    assert said(RULE, act, reference=knowing("BW-AUTH")) == []


def test_a_registered_trader_is_no_authority_by_another_spelling_of_its_own_name() -> None:
    act = build.issued(build.certificate(authority="house"), emitter="HOUSE")
    assert only(RULE, act, reference=knowing("HOUSE", role="trader")).blocking


def test_a_party_of_the_certificate_is_no_authority_by_its_name_alone() -> None:
    act = build.issued(build.certificate(authority="bw auth", exporter="BW Auth"), emitter="bw auth")
    assert only(RULE, act, reference=knowing("BW-AUTH")).blocking
