"""KIM008: a certificate is presented as it was issued."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from schemas.events import Certificate, CertificateRef, HsRow
from stream_processors.rules.kimberley.kim008_presented_as_issued import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

ISSUED = build.certificate(carats=3_270, value_cents=100_000_00, origins=("BW", "ZA"))
ISSUE = build.issued(ISSUED)


def altered(**facts: Any) -> Certificate:
    """The certificate with other facts."""
    return replace(ISSUED, **facts)


def test_a_certificate_that_is_presented_as_issued_passes() -> None:
    assert said(RULE, ISSUE, build.imported(under=ISSUED)) == []
    assert said(RULE, ISSUE, build.imported(under=altered(origins=("ZA", "BW"), number="BW 12345"))) == []


@pytest.mark.parametrize(("carats", "breaches"), [(3_320, 0), (3_321, 1), (3_220, 0), (3_219, 1)])
def test_carats_differ_by_five_hundredths_at_most(carats: int, breaches: int) -> None:
    assert len(said(RULE, ISSUE, build.imported(under=altered(carats=carats)))) == breaches


@pytest.mark.parametrize(("carats", "breaches"), [(1_001_000, 0), (1_001_001, 1), (999_000, 0), (998_999, 1)])
def test_of_large_shipments_a_thousandth_part_is_the_tolerance(carats: int, breaches: int) -> None:
    large = build.certificate(carats=1_000_000)
    shown = build.imported(under=replace(large, carats=carats))
    assert len(said(RULE, build.issued(large), shown)) == breaches


@pytest.mark.parametrize(("cents", "breaches"), [(100_500_00, 0), (100_500_01, 1), (99_500_00, 0), (99_499_99, 1)])
def test_the_value_differs_by_half_a_per_cent_at_most(cents: int, breaches: int) -> None:
    assert len(said(RULE, ISSUE, build.imported(under=altered(value_cents=cents)))) == breaches


@pytest.mark.parametrize(
    ("facts", "got", "expected"),
    [
        ({"carats": 4_000}, "carats 4.00 ct", "carats 3.27 ct"),
        ({"value_cents": 1}, "value US$0.01", "value US$100,000.00"),
        ({"parcels": 2}, "parcels 2", "parcels 1"),
        ({"exporter": "OTHER"}, "exporter OTHER", "exporter TRADER"),
        ({"importer": "OTHER"}, "importer OTHER", "importer BUYER"),
        ({"destination": "IN"}, "destination IN", "destination AE"),
        ({"issued_on": build.day("2024-03-01")}, "issued on 2024-03-01", "issued on 2024-03-04"),
        ({"expires_on": build.day("2024-12-31")}, "expires on 2024-12-31", "expires on 2024-05-03"),
        ({"origins": ("BW",)}, "origins BW", "origins BW, ZA"),
        ({"hs_rows": (HsRow("710221", 3_270, 1),)}, "HS codes 710221", "HS codes 710231"),
        ({"issuer": "ZA"}, "issuer ZA", "issuer BW"),
        ({"number": "BW99999"}, "number BW99999", "number BW12345"),
    ],
)
def test_each_difference_is_named_with_both_values(facts: dict[str, Any], got: str, expected: str) -> None:
    verdict = only(RULE, ISSUE, build.imported(presented=altered(**facts)))
    assert got in verdict.got.removeprefix("presented: ").split("; ")
    assert expected in verdict.expected.removeprefix("as issued: ").split("; ")


def test_several_differences_are_one_finding_that_blocks_and_names_the_events() -> None:
    shown = build.imported(under=altered(carats=4_000, parcels=2))
    verdict = only(RULE, ISSUE, shown)
    assert verdict.blocking
    assert verdict.got == "presented: carats 4.00 ct; parcels 2"
    assert verdict.expected == "as issued: carats 3.27 ct; parcels 1"
    assert verdict.evidence == (shown.event_id, ISSUE.event_id)


def test_areas_are_compared_where_both_name_one() -> None:
    zone = replace(ISSUED, area="Boda")
    assert said(RULE, build.issued(zone), build.imported(under=ISSUED)) == []
    verdict = only(RULE, build.issued(zone), build.imported(under=replace(ISSUED, area="Bria")))
    assert (verdict.got, verdict.expected) == ("presented: area Bria", "as issued: area Boda")


def test_a_correction_before_the_import_counts_and_one_after_it_does_not() -> None:
    corrected = altered(carats=4_000)
    shown = build.imported(at="2024-03-08", under=corrected)
    change = build.amended(corrected, at="2024-03-07")
    assert said(RULE, ISSUE, change, shown) == []
    assert len(said(RULE, ISSUE, build.amended(corrected, at="2024-03-09"), shown)) == 1
    without = build.imported(at="2024-03-08", under=ISSUED)
    assert only(RULE, ISSUE, change, without).evidence == (without.event_id, change.event_id, ISSUE.event_id)


def test_where_nothing_is_known_or_nothing_was_presented_nothing_is_compared() -> None:
    assert said(RULE, build.imported(under=ISSUED)) == []
    assert said(RULE, ISSUE, build.imported()) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    issue = build.issued(ISSUED, at="2002-12-01")
    assert len(said(RULE, issue, build.imported(at=at, under=altered(parcels=2)), now=at)) == breaches


def test_while_no_issue_is_known_the_certificate_shown_is_the_one_the_shipment_names() -> None:
    assert said(RULE, build.imported(under=CertificateRef("BW", "12 345"), presented=ISSUED)) == []
    assert said(RULE, build.imported(under=None, presented=ISSUED)) == []
    shown = build.imported(under=CertificateRef("BW", "BW99999"), presented=ISSUED)
    verdict = only(RULE, shown)
    assert verdict.blocking
    assert verdict.got == "presented: number BW12345 of BW"
    assert verdict.expected == "the certificate that the shipment names: number BW99999 of BW"
    assert verdict.evidence == (shown.event_id,)


TWO = (HsRow("710210", 400, 4_000), HsRow("710231", 600, 6_000))


@pytest.mark.parametrize(
    ("rows", "breaches"),
    [
        (TWO, 0),
        (TWO[::-1], 0),
        ((HsRow("710210", 450, 4_020), HsRow("710231", 550, 5_980)), 0),
        ((HsRow("710210", 451, 4_000), HsRow("710231", 549, 6_000)), 1),
        ((HsRow("710210", 400, 4_021), HsRow("710231", 600, 5_979)), 1),
        ((HsRow("710210", 100, 1_000), HsRow("710210", 300, 3_000), HsRow("710231", 600, 6_000)), 0),
    ],
)
def test_each_hs_code_has_the_weight_and_value_it_was_issued_with(rows: tuple[HsRow, ...], breaches: int) -> None:
    known, shown = build.certificate(hs_rows=TWO), build.certificate(hs_rows=rows)
    assert len(said(RULE, build.issued(known), build.imported(under=known, presented=shown))) == breaches


def test_the_message_names_the_code_whose_row_was_altered() -> None:
    known = build.certificate(hs_rows=TWO)
    shown = build.certificate(hs_rows=(HsRow("710210", 600, 6_000), HsRow("710231", 400, 4_000)))
    verdict = only(RULE, build.issued(known), build.imported(under=known, presented=shown))
    assert verdict.got == "presented: HS 710210 0.60 ct worth US$60.00; HS 710231 0.40 ct worth US$40.00"
    assert verdict.expected == "as issued: HS 710210 0.40 ct worth US$40.00; HS 710231 0.60 ct worth US$60.00"
