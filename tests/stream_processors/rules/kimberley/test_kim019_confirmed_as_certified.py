"""KIM019: what is confirmed is what was certified."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.findings import Severity
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


def parts(*imports: int, confirmed: tuple[int, ...], **more: Any) -> list[tuple[str, Severity]]:
    """What is said of confirmations of a shipment of 100 ct that came in these parts."""
    came = [build.imported(build.line(carats=w), f"2024-03-08T0{n}:00") for n, w in enumerate(imports)]
    told = [build.confirmed(at=f"2024-03-10T0{n}:00", carats=w, **more) for n, w in enumerate(confirmed)]
    return [(v.event_id, v.severity) for v in said(RULE, ISSUE, *came, *told)]


def heard(*imports: int, confirmed: tuple[int, ...]) -> list[Severity]:
    """The same, without the events."""
    return [severity for _, severity in parts(*imports, confirmed=confirmed)]


@pytest.mark.parametrize("told", [(60_000, 40_000), (40_000, 60_000), (60_000, 60_000, 40_000), (60_000, 100_000)])
def test_what_came_in_parts_may_be_confirmed_in_parts(told: tuple[int, ...]) -> None:
    assert heard(60_000, 40_000, confirmed=told) == []
    assert heard(60_000, 60_000, 40_000, confirmed=told) == []


def test_parts_of_the_same_weight_and_several_parts_at_once_may_be_confirmed() -> None:
    assert heard(50_000, 50_000, confirmed=(50_000, 50_000)) == []
    assert heard(30_000, 30_100, 40_000, confirmed=(60_000, 40_000)) == []


@pytest.mark.parametrize(
    ("last", "severities"), [(40_100, []), (40_101, [Severity.BREACH]), (60_101, [Severity.BREACH])]
)
def test_once_more_than_the_whole_is_confirmed_it_is_a_breach(last: int, severities: list[Severity]) -> None:
    assert heard(60_000, 40_000, confirmed=(60_000, last)) == severities


@pytest.mark.parametrize(("told", "breaches"), [(99_900, 0), (99_899, 1), (60_101, 1), (60_100, 0)])
def test_what_leaves_out_less_than_a_part_is_the_whole_with_another_weight(told: int, breaches: int) -> None:
    assert heard(60_000, 40_000, confirmed=(told,)).count(Severity.BREACH) == breaches


def test_a_shipment_that_came_at_once_is_confirmed_at_once() -> None:
    assert heard(100_000, confirmed=(60_000, 40_000)) == [Severity.BREACH] * 2
    assert heard(confirmed=(60_000, 40_000)) == [Severity.BREACH] * 2


def test_a_part_that_has_not_come_is_for_a_person_to_look_at() -> None:
    first = build.imported(build.line(carats=60_000))
    verdict = only(RULE, ISSUE, first, build.confirmed(carats=60_000))
    assert verdict.severity is Severity.NOTICE
    assert verdict.got == "60.00 ct of shipment SH1 confirmed, and 40.00 ct have not come"
    assert verdict.expected == "as certified: 100.00 ct, at once or in parts"
    assert heard(99_899, confirmed=(99_899,)) == [Severity.NOTICE]
    assert heard(60_000, confirmed=(55_000,)) == [Severity.BREACH]
    assert heard(60_000, 20_000, confirmed=(60_000, 20_000)) == [Severity.NOTICE]


def test_a_part_has_no_more_parcels_than_the_whole() -> None:
    two = build.issued(build.certificate(lots=build.line(carats=100_000), parcels=2))
    came = [build.imported(build.line(carats=w), f"2024-03-08T0{n}:00") for n, w in enumerate((60_000, 40_000))]
    for parcels, breaches in ((1, 0), (2, 0), (3, 1)):
        assert len(said(RULE, two, *came, build.confirmed(carats=60_000, parcels=parcels))) == breaches
    assert len(said(RULE, two, build.confirmed(carats=100_000, parcels=1))) == 1


def test_the_message_gives_what_was_confirmed_in_all() -> None:
    came = [build.imported(build.line(carats=w), f"2024-03-08T0{n}:00") for n, w in enumerate((60_000, 40_000))]
    told = [build.confirmed(at=f"2024-03-10T0{n}:00", carats=w) for n, w in enumerate((60_000, 40_000, 45_000))]
    verdict = only(RULE, ISSUE, *came, *told)
    assert verdict.got == "receipt of shipment SH1 confirmed: 45.00 ct, 145.00 ct with what was confirmed before"
    assert verdict.expected == "as certified: 100.00 ct"


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
