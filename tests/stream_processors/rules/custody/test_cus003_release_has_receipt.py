"""CUS003: a release is answered by a receipt in time."""

from __future__ import annotations

import pytest

from schemas.events import Evidence
from schemas.findings import Severity
from stream_processors.rules.custody.cus003_release_has_receipt import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party

START = build.registered(build.line(carats=3270))
RELEASE = build.released(build.line(carats=3270), at="2024-03-02")


@pytest.mark.parametrize("now", ["2024-03-02", "2024-03-11", "2024-03-12"])
def test_up_to_ten_days_a_receipt_is_not_missed(now: str) -> None:
    assert said(RULE, START, RELEASE, now=now) == []


@pytest.mark.parametrize(
    ("now", "severity", "dated"),
    [
        ("2024-03-12T00:01", Severity.NOTICE, "2024-03-12"),
        ("2024-04-01", Severity.NOTICE, "2024-03-12"),
        ("2024-04-01T00:01", Severity.BREACH, "2024-04-01"),
        ("2025-04-01", Severity.BREACH, "2024-04-01"),
    ],
)
def test_after_ten_days_a_notice_and_after_thirty_a_breach_dated_by_the_deadline(
    now: str, severity: Severity, dated: str
) -> None:
    verdict = only(RULE, START, RELEASE, now=now)
    assert verdict.severity is severity
    assert verdict.dated_at == build.instant(dated)
    assert not verdict.blocking


def test_the_message_gives_handover_weight_parties_and_days_and_does_not_depend_on_now() -> None:
    verdict = only(RULE, START, RELEASE, now="2024-05-01")
    assert verdict.got == "handover H1 of 3.27 ct from MINE has no receipt by TRADER after 30 days"
    assert verdict.expected == "a receipt by TRADER within 10 days"
    assert verdict.evidence == (RELEASE.event_id,)
    assert verdict == only(RULE, START, RELEASE, now="2026-05-01")


@pytest.mark.parametrize("at", ["2024-03-03", "2024-03-12"])
def test_a_receipt_in_time_settles_it(at: str) -> None:
    assert said(RULE, START, RELEASE, build.received(build.line(carats=3270), at=at), now="2025-01-01") == []


def test_a_receipt_that_came_late_stays_a_finding_with_the_days_it_took() -> None:
    receipt = build.received(build.line(carats=3270), at="2024-03-14T12:00")
    verdict = only(RULE, START, RELEASE, receipt, now="2025-01-01")
    assert verdict.severity is Severity.NOTICE
    assert verdict.got == "handover H1 of 3.27 ct from MINE to TRADER was settled only after 12 days"
    assert verdict.evidence == (RELEASE.event_id, receipt.event_id)


def test_a_lot_that_is_reported_lost_on_its_way_awaits_no_receipt() -> None:
    lost = build.retired(build.line(carats=3270), at="2024-03-05", custodian="MINE")
    assert said(RULE, START, RELEASE, lost, now="2025-01-01") == []


def test_from_a_receiver_that_is_not_connected_no_receipt_is_expected() -> None:
    assert said(RULE, START, RELEASE, now="2025-01-01", reference=with_party("TRADER", connected=False)) == []


def test_a_receiver_with_grace_makes_the_finding_provisional_that_long() -> None:
    verdict = only(RULE, START, RELEASE, now="2024-03-20", reference=with_party("TRADER", grace_days=14))
    assert verdict.provisional_until == build.instant("2024-03-26")


def test_a_party_that_hands_the_lot_on_has_received_it() -> None:
    onward = build.received(
        build.line(carats=3270), at="2024-03-08", from_party="TRADER", to_party="BUYER", handover_id="H2"
    )
    assert said(RULE, START, RELEASE, onward, now="2025-01-01") == []


def test_goods_that_came_back_await_no_receipt_any_more() -> None:
    back = build.received(at="2024-03-04", from_party="TRADER", to_party="MINE")
    assert said(RULE, build.registered(), build.released(), back, now="2024-06-01") == []
    papers = (Evidence("refused delivery", "DN 17"),)
    again = build.released(at="2024-03-04", to_party="OTHER", handover_id="H2", evidence=papers)
    received = build.received(at="2024-03-06", to_party="OTHER", handover_id="H2")
    assert said(RULE, build.registered(), build.released(), again, received, now="2024-06-01") == []
