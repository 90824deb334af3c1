"""CUS001: the sender of a lot holds it."""

from __future__ import annotations

from schemas.events import Evidence
from stream_processors.rules.custody.cus001_sender_holds import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said, with_party

START = build.registered()
FIRST = build.released()
ARRIVED = build.received()
ONWARD = build.released(at="2024-03-05", from_party="TRADER", to_party="BUYER", handover_id="H2")


def test_the_party_that_registered_a_lot_may_release_it() -> None:
    assert said(RULE, START, FIRST) == []


def test_the_party_that_received_a_lot_may_release_it() -> None:
    assert said(RULE, START, FIRST, ARRIVED, ONWARD) == []


def test_a_party_that_does_not_hold_the_lot_may_not_release_it() -> None:
    verdict = only(RULE, START, ONWARD)
    assert verdict.got == "TRADER releases it to BUYER while it is held by MINE"
    assert verdict.expected == "it is held by TRADER"
    assert verdict.evidence == (ONWARD.event_id, START.event_id)


def test_a_lot_on_its_way_cannot_be_released_again_by_its_sender() -> None:
    again = build.released(at="2024-03-04", to_party="OTHER", handover_id="H2")
    verdict = only(RULE, START, FIRST, again)
    assert verdict.event_id == again.event_id
    assert verdict.got == "MINE releases it to OTHER while it is on its way from MINE to TRADER under handover H1"
    assert FIRST.event_id in verdict.evidence


def test_a_receiver_that_has_not_confirmed_may_not_release_but_its_receipt_cures_that() -> None:
    assert only(RULE, START, FIRST, ONWARD).event_id == ONWARD.event_id
    assert said(RULE, START, FIRST, ONWARD, ARRIVED) == []


def test_a_missing_receipt_of_a_party_with_grace_makes_the_finding_provisional() -> None:
    verdict = only(RULE, START, FIRST, ONWARD, reference=with_party("TRADER", grace_days=14))
    assert verdict.provisional_until == build.instant("2024-03-19")


def test_from_a_receiver_that_is_not_connected_no_receipt_is_needed_first() -> None:
    silent = with_party("TRADER", connected=False)
    assert said(RULE, START, FIRST, ONWARD, reference=silent) == []


def test_a_lot_that_came_back_without_a_release_of_an_unconnected_party_can_be_released_again() -> None:
    silent = with_party("TRADER", connected=False)
    back = build.received(at="2024-03-10", from_party="TRADER", to_party="MINE", handover_id="H2")
    again = build.released(at="2024-03-12", handover_id="H3")
    assert said(RULE, START, FIRST, back, again, reference=silent) == []


def test_lots_that_are_unborn_or_ended_are_left_to_other_rules() -> None:
    assert said(RULE, FIRST) == []
    assert said(RULE, START, build.retired(at="2024-03-02", custodian="MINE"), ONWARD) == []


REFUSED = (Evidence("Refused_Delivery", "DN 17"),)
"""What the carrier writes when it brings goods back."""


def test_goods_whose_delivery_was_refused_may_be_released_again_by_their_sender() -> None:
    again = build.released(at="2024-03-04", to_party="OTHER", handover_id="H2", evidence=REFUSED)
    received = build.received(at="2024-03-05", to_party="OTHER", handover_id="H2")
    onward = build.released(at="2024-03-06", from_party="OTHER", to_party="BUYER", handover_id="H3")
    assert said(RULE, START, FIRST, again, received, onward) == []


def test_the_document_of_a_refusal_helps_nobody_but_the_sender() -> None:
    stranger = build.released(at="2024-03-04", from_party="OTHER", handover_id="H2", evidence=REFUSED)
    assert len(said(RULE, START, FIRST, stranger)) == 1
    assert len(said(RULE, START, FIRST, ARRIVED, build.released(at="2024-03-04", evidence=REFUSED))) == 1


def test_goods_that_the_sender_received_back_under_the_same_handover_may_be_released_again() -> None:
    back = build.received(at="2024-03-04", from_party="TRADER", to_party="MINE")
    again = build.released(at="2024-03-05", to_party="OTHER", handover_id="H2")
    assert said(RULE, START, FIRST, back, again) == []
