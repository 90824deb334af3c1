"""KIM019: what is confirmed is what was certified."""

from __future__ import annotations

from typing import Any

import pytest

from stream_processors.rules.kimberley.kim019_confirmed_as_certified import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

PAPER = build.certificate(lots=build.line(carats=100_000))
ISSUE = build.issued(PAPER)
SAME: dict[str, Any] = {"carats": 100_000}


@pytest.mark.parametrize(
    ("change", "breaches"),
    [
        ({}, 0),
        ({"carats": 100_100}, 0),
        ({"carats": 99_900}, 0),
        ({"carats": 100_101}, 1),
        ({"carats": 99_899}, 1),
        ({"parcels": 2}, 1),
        ({"exporter": "OTHER"}, 1),
        ({"importer": "OTHER"}, 1),
        ({"importer": "Buyer Ltd"}, 0),
    ],
)
def test_parcels_carats_exporter_and_importer_are_compared(change: dict[str, Any], breaches: int) -> None:
    assert len(said(RULE, ISSUE, build.confirmed(**SAME | change))) == breaches


def test_small_shipments_may_differ_by_five_hundredths_of_a_carat() -> None:
    assert said(RULE, build.issued(), build.confirmed(carats=1_050)) == []
    assert len(said(RULE, build.issued(), build.confirmed(carats=1_051))) == 1


def test_the_message_gives_all_that_differs() -> None:
    receipt = build.confirmed(carats=90_000, parcels=2, exporter="X", importer="Y")
    verdict = only(RULE, ISSUE, receipt)
    assert verdict.got == "receipt of shipment SH1 confirmed: 90.00 ct; 2 parcels; exporter X; importer Y"
    assert verdict.expected == "as certified: 100.00 ct; 1 parcel; exporter TRADER; importer BUYER"
    assert verdict.evidence == (receipt.event_id, ISSUE.event_id)


def test_a_correction_that_came_before_counts() -> None:
    corrected = build.amended(build.certificate(lots=build.line(carats=100_000), parcels=2))
    assert said(RULE, ISSUE, corrected, build.confirmed(**SAME, parcels=2)) == []


def test_two_importers_are_told_also_where_no_issue_is_known() -> None:
    first, second = build.confirmed(), build.confirmed(at="2024-03-12", importer="OTHER", shipment_id="SH2")
    verdict = only(RULE, first, second)
    assert verdict.got == "receipt of shipment SH2 confirmed: for OTHER"
    assert verdict.expected == "as certified: for BUYER, as confirmed before"
    assert verdict.evidence == (second.event_id, first.event_id)
    assert said(RULE, first, build.confirmed(at="2024-03-12")) == []


@pytest.mark.parametrize(
    ("day", "breaches"), [("2024-03-03", 1), ("2024-03-04", 0), ("2024-03-10", 0), ("2024-03-11", 0), ("2024-03-12", 1)]
)
def test_goods_are_received_after_the_issue_and_before_the_confirmation(day: str, breaches: int) -> None:
    assert len(said(RULE, ISSUE, build.confirmed(**SAME, at="2024-03-10", received_on=build.day(day)))) == breaches


def test_the_message_gives_the_day_of_receipt_beside_the_other_one() -> None:
    early = only(RULE, ISSUE, build.confirmed(**SAME, received_on=build.day("2024-03-01")))
    assert early.got.endswith("received on 2024-03-01")
    assert early.expected == "as certified: issued on 2024-03-04, before the receipt"
    late = only(RULE, build.confirmed(at="2024-03-10", received_on=build.day("2024-04-01")))
    assert late.expected == "as certified: confirmed on 2024-03-10, after the receipt"
