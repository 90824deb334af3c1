"""KIM025: a shipment leaves before it arrives."""

from __future__ import annotations

import pytest

from schemas.events import Evidence
from stream_processors.rules.kimberley.kim025_leaves_before_arriving import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

ARRIVAL = build.imported(at="2024-03-06T12:00")


@pytest.mark.parametrize(
    ("at", "breaches"),
    [("2024-03-06T11:00", 0), ("2024-03-06T12:15", 0), ("2024-03-06T12:16", 1), ("2024-03-09", 1)],
)
def test_an_import_may_be_older_than_its_export_by_the_skew_of_clocks(at: str, breaches: int) -> None:
    assert len(said(RULE, ARRIVAL, build.exported(at=at))) == breaches


def test_the_message_gives_both_instants() -> None:
    export = build.exported(at="2024-03-07T08:30")
    verdict = only(RULE, ARRIVAL, export)
    assert verdict.got == "shipment SH1 leaves BW at 2024-03-07 08:30 UTC"
    assert verdict.expected == "an export before its import at 2024-03-06 12:00 UTC"
    assert verdict.evidence == (export.event_id, ARRIVAL.event_id)


def test_a_second_report_of_the_export_and_another_shipment_say_nothing() -> None:
    first, again = build.exported(at="2024-03-05"), build.exported(at="2024-03-08", emitter="BW-AUTHORITY")
    assert said(RULE, first, ARRIVAL, again) == []
    assert said(RULE, ARRIVAL, build.exported(at="2024-03-08", shipment_id="SH2")) == []


def test_refused_goods_that_leave_again_were_imported_before() -> None:
    papers = (Evidence("technical certificate", "AE-T 7"),)
    back = build.exported(at="2024-03-09", from_country="AE", to_country="BW", evidence=papers)
    assert said(RULE, build.exported(at="2024-03-05"), ARRIVAL, back) == []
