"""CUS002: a receipt answers a release."""

from __future__ import annotations

import pytest

from schemas.events import Evidence, RetirementReason
from schemas.findings import Severity
from stream_processors.rules.custody.cus002_receipt_has_release import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party

START = build.registered()
RELEASE = build.released()
RECEIPT = build.received()


def test_a_receipt_after_its_release_passes() -> None:
    assert said(RULE, START, RELEASE, RECEIPT) == []


def test_a_receipt_without_a_release_is_a_breach_that_the_sender_could_still_cure() -> None:
    verdict = only(RULE, START, RECEIPT, reference=with_party("MINE", grace_days=7))
    assert verdict.got == (
        "TRADER receives it from MINE under handover H1, which was never released; it is held by MINE"
    )
    assert verdict.expected == "a release by MINE to TRADER under handover H1"
    assert verdict.evidence == (RECEIPT.event_id, START.event_id)
    assert verdict.provisional_until == build.instant("2024-03-10")


def test_a_release_that_arrives_late_cures_the_receipt() -> None:
    assert said(RULE, START, RECEIPT, RELEASE) == []


def test_a_release_under_another_handover_does_not_answer() -> None:
    other = build.received(handover_id="H9")
    assert only(RULE, START, RELEASE, other).event_id == other.event_id


def test_a_receipt_by_another_party_than_released_to_is_a_breach() -> None:
    stranger = build.received(to_party="STRANGER")
    verdict = only(RULE, START, RELEASE, stranger)
    assert verdict.got == "handover H1 received by STRANGER from MINE"
    assert verdict.expected == "handover H1 received by TRADER from MINE, as released"
    assert RELEASE.event_id in verdict.evidence
    assert verdict.provisional_until is None


def test_a_receipt_from_another_party_than_released_it_is_a_breach() -> None:
    assert only(RULE, START, RELEASE, build.received(from_party="OTHER")).expected.endswith("from MINE, as released")


def test_a_handover_is_received_once() -> None:
    second = build.received(at="2024-03-04")
    verdict = only(RULE, START, RELEASE, RECEIPT, second)
    assert verdict.event_id == second.event_id
    assert verdict.got == "TRADER receives it under handover H1, which was received before"
    assert verdict.evidence == (second.event_id, RECEIPT.event_id)


def test_from_an_unconnected_sender_that_had_the_lot_no_release_is_expected() -> None:
    onward = build.received(at="2024-03-09", from_party="TRADER", to_party="BUYER", handover_id="H2")
    assert said(RULE, START, RELEASE, onward, reference=with_party("TRADER", connected=False)) == []
    assert said(RULE, START, RECEIPT, reference=with_party("MINE", connected=False)) == []


def test_an_unconnected_sender_that_never_had_the_lot_cannot_have_given_it() -> None:
    stolen = build.received(at="2024-03-09", from_party="NOBODY", to_party="BUYER", handover_id="H2")
    verdict = only(RULE, START, RELEASE, stolen, reference=with_party("NOBODY", connected=False))
    assert verdict.event_id == stolen.event_id


def test_lots_that_are_unborn_or_ended_are_left_to_other_rules() -> None:
    assert said(RULE, RECEIPT) == []
    assert said(RULE, START, build.retired(at="2024-03-02", custodian="MINE"), RECEIPT) == []


def test_the_release_under_which_the_lot_is_on_its_way_is_evidence() -> None:
    birth, release, other = build.registered(), build.released(), build.received(handover_id="H9")
    assert only(RULE, birth, release, other).evidence == (other.event_id, birth.event_id, release.event_id)


def test_a_refused_delivery_that_its_sender_receives_back_is_no_breach() -> None:
    back = build.received(at="2024-03-04", from_party="TRADER", to_party="MINE")
    assert said(RULE, build.registered(), build.released(), back) == []


def test_after_goods_came_back_nobody_else_can_receive_them_under_the_old_handover() -> None:
    back = build.received(at="2024-03-04", from_party="TRADER", to_party="MINE")
    late = build.received(at="2024-03-05")
    verdict = only(RULE, build.registered(), build.released(), back, late)
    assert verdict.got == "TRADER receives it under handover H1, which was received before"


def test_a_receipt_of_goods_whose_sender_said_that_they_were_refused_is_a_breach() -> None:
    papers = (Evidence("refused delivery", "DN 17"),)
    again = build.released(at="2024-03-04", to_party="OTHER", handover_id="H2", evidence=papers)
    late = build.received(at="2024-03-05")
    verdict = only(RULE, build.registered(), build.released(), again, late)
    assert verdict.got == "TRADER receives it under handover H1, which its sender said was refused"
    assert verdict.evidence == (late.event_id, again.event_id)


@pytest.mark.parametrize("reason", [RetirementReason.LOST, RetirementReason.STOLEN])
@pytest.mark.parametrize("party", ["MINE", "TRADER"])
def test_what_was_lost_on_its_way_and_is_delivered_after_all_is_one_notice(
    reason: RetirementReason, party: str
) -> None:
    gone = build.retired(at="2024-03-05", custodian=party, reason=reason)
    found = build.received(at="2024-03-20")
    onward = build.released(at="2024-03-21", from_party="TRADER", to_party="BUYER", handover_id="H2")
    arrived = build.received(at="2024-03-22", from_party="TRADER", to_party="BUYER", handover_id="H2")
    verdicts = build.judge(START, RELEASE, gone, found, onward, arrived, now="2024-06-01")
    assert [(v.rule, v.event_id, v.severity) for v in verdicts] == [("CUS006", found.event_id, Severity.NOTICE)]


def test_no_time_runs_for_what_was_lost_but_a_loss_that_is_told_late_is_told() -> None:
    early = build.retired(at="2024-03-05", custodian="TRADER", reason=RetirementReason.LOST)
    assert build.judge(START, RELEASE, early, now="2024-06-01") == []
    late = build.retired(at="2024-05-01", custodian="TRADER", reason=RetirementReason.LOST)
    for events in ([late], [late, build.received(at="2024-05-20")]):
        verdicts = build.judge(START, RELEASE, *events, now="2024-06-01")
        assert [v.got for v in verdicts if v.rule == "CUS003"] == [
            "handover H1 of 1.00 ct from MINE to TRADER was settled only after 60 days"
        ]


def test_the_sender_may_find_what_it_called_lost_and_then_nobody_else_can_receive_it() -> None:
    gone = build.retired(at="2024-03-05", custodian="MINE", reason=RetirementReason.LOST)
    again = build.released(at="2024-03-08", handover_id="H2")
    delivered = build.received(at="2024-03-09", handover_id="H2")
    assert {v.rule for v in build.judge(START, RELEASE, gone, again, delivered)} == {"CUS006"}
    assert only(RULE, START, RELEASE, gone, again, build.received(at="2024-03-09")).got.endswith(
        "never released; it is on its way from MINE to TRADER under handover H2"
    )
    twice = build.received(at="2024-03-10", to_party="TRADER")
    assert only(RULE, START, RELEASE, gone, again, delivered, twice).event_id == twice.event_id


def test_what_was_lost_arrives_at_those_it_was_sent_to() -> None:
    gone = build.retired(at="2024-03-05", custodian="MINE", reason=RetirementReason.LOST)
    fence = build.received(at="2024-03-09", to_party="FENCE")
    assert only(RULE, START, RELEASE, gone, fence).expected.endswith("by TRADER from MINE, as released")


def test_what_was_destroyed_on_its_way_cannot_arrive() -> None:
    gone = build.retired(at="2024-03-05", custodian="MINE", reason=RetirementReason.DESTROYED)
    verdicts = build.judge(START, RELEASE, gone, build.received(at="2024-03-09"))
    assert [(v.rule, v.severity) for v in verdicts] == [("CUS006", Severity.BREACH)]
