"""KIM024: a lot comes in under the HS code it left under."""

from __future__ import annotations

import pytest

from schemas.findings import Severity
from stream_processors.rules.kimberley.kim024_code_kept import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

LEFT = build.exported(build.line(hs_code="710231"))


@pytest.mark.parametrize(("code", "breaches"), [("710231", 0), ("710221", 1), ("710210", 1), ("710239", 1)])
def test_the_code_stays_the_same_on_the_way(code: str, breaches: int) -> None:
    assert len(said(RULE, LEFT, build.imported(build.line(hs_code=code)))) == breaches


def test_it_is_a_notice_that_gives_both_codes_and_the_export() -> None:
    entry = build.imported(build.line(hs_code="710221"))
    verdict = only(RULE, LEFT, entry)
    assert verdict.severity is Severity.NOTICE
    assert verdict.got == "imported as HS 710221 in shipment SH1"
    assert verdict.expected == "HS 710231, as exported"
    assert verdict.evidence == (entry.event_id, LEFT.event_id)


def test_only_the_two_sides_of_one_shipment_are_compared() -> None:
    other = build.imported(build.line(hs_code="710221"), shipment_id="SH2")
    assert said(RULE, LEFT, other) == []
    assert said(RULE, build.imported(build.line(hs_code="710221"))) == []
    again = build.exported(build.line(hs_code="710221"), at="2024-03-12", shipment_id="SH2")
    later = build.imported(build.line(hs_code="710221"), at="2024-03-14", shipment_id="SH2")
    assert said(RULE, LEFT, build.imported(), again, later) == []


def test_each_lot_of_a_shipment_is_compared_by_itself() -> None:
    lots = [build.line("L1", hs_code="710231"), build.line("L2", hs_code="710221")]
    assert said(RULE, build.exported(lots), build.imported(lots)) == []
    swapped = [build.line("L1", hs_code="710221"), build.line("L2", hs_code="710231")]
    assert len(said(RULE, build.exported(lots), build.imported(swapped))) == 2
