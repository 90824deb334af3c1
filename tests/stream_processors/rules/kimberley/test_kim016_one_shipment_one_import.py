"""KIM016: a shipment is imported once."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent
from stream_processors.rules.kimberley.kim007_certificate_used_once import RULE as USED_ONCE
from stream_processors.rules.kimberley.kim016_one_shipment_one_import import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def entering(carats: int, at: str = "2024-03-08", **more: Any) -> CustodyEvent:
    """An import of so much as shipment SH1."""
    return build.imported(build.line(carats=carats), at=at, **more)


FIRST = entering(20_000)


def test_one_import_passes_whatever_was_exported() -> None:
    assert said(RULE, build.issued(), build.exported(build.line(carats=9)), FIRST, build.confirmed()) == []


@pytest.mark.parametrize(("carats", "breaches"), [(20_000, 0), (20_050, 0), (19_950, 0), (20_051, 1), (19_949, 1)])
def test_a_second_report_is_of_the_same_weight_give_or_take_five_hundredths_of_a_carat(
    carats: int, breaches: int
) -> None:
    assert len(said(RULE, FIRST, entering(carats, at="2024-03-09", emitter="AE-AUTHORITY"))) == breaches


@pytest.mark.parametrize(("carats", "breaches"), [(100_100, 0), (99_900, 0), (100_101, 1), (99_899, 1)])
def test_of_large_shipments_a_thousandth_part_is_the_tolerance(carats: int, breaches: int) -> None:
    assert len(said(RULE, entering(100_000), entering(carats, at="2024-03-09"))) == breaches


def test_the_message_gives_both_weights_and_the_day_and_names_the_first_import() -> None:
    again = entering(12_000, at="2024-03-12")
    verdict = only(RULE, FIRST, again)
    assert verdict.blocking
    assert verdict.got == "12.00 ct imported as shipment SH1"
    assert verdict.expected == "the 20.00 ct that were imported as this shipment on 2024-03-08"
    assert verdict.evidence == (again.event_id, FIRST.event_id)


def test_every_later_report_is_compared_with_the_first() -> None:
    second, third = entering(12_000, at="2024-03-12"), entering(12_000, at="2024-03-13")
    assert [verdict.event_id for verdict in said(RULE, FIRST, second, third)] == (
        sorted([second.event_id, third.event_id])
    )
    assert len(said(RULE, FIRST, second, entering(20_000, at="2024-03-13"))) == 1


@pytest.mark.parametrize("change", [{"shipment_id": "SH2"}, {"to_country": "IN"}, {"importer": "OTHER"}])
def test_what_the_rule_on_a_second_use_speaks_of_is_not_said_twice(change: dict[str, Any]) -> None:
    again = entering(12_000, at="2024-03-12", **change)
    assert said(RULE, FIRST, again) == []
    assert len(said(USED_ONCE, FIRST, again)) == 1


def test_where_this_rule_speaks_the_rule_on_a_second_use_is_silent() -> None:
    assert said(USED_ONCE, FIRST, entering(12_000, at="2024-03-12")) == []


def test_a_report_that_was_declared_in_error_counts_for_nothing() -> None:
    again = entering(12_000, at="2024-03-12")
    assert said(RULE, FIRST, again, build.declared_wrong(FIRST)) == []
    assert said(RULE, FIRST, again, build.declared_wrong(again)) == []


@pytest.mark.parametrize(("at", "breaches"), [("2002-12-31", 0), ("2003-01-01", 1), ("2003-01-02", 1)])
def test_the_rule_speaks_from_the_start_of_the_scheme(at: str, breaches: int) -> None:
    assert len(said(RULE, entering(20_000, at="2002-12-01"), entering(12_000, at=at), now=at)) == breaches


WHOLE = build.issued(build.certificate(lots=build.line(carats=20_000)))


@pytest.mark.parametrize(("rest", "breaches"), [(8_000, 0), (8_050, 0), (8_051, 1), (7_000, 0), (12_000, 0)])
def test_parts_of_a_shipment_may_come_in_as_long_as_they_stay_within_the_certificate(rest: int, breaches: int) -> None:
    assert len(said(RULE, WHOLE, entering(12_000), entering(rest, at="2024-03-09"))) == breaches


def test_without_a_certificate_the_parts_stay_within_what_was_exported() -> None:
    left = build.exported(build.line(carats=20_000))
    assert said(RULE, left, entering(12_000), entering(8_000, at="2024-03-09")) == []
    verdict = only(RULE, left, entering(12_000), entering(6_000, at="2024-03-09"), entering(3_000, at="2024-03-10"))
    assert verdict.got == "3.00 ct imported as shipment SH1"
    assert verdict.expected == "no more than the 20.00 ct of this shipment, of which 18.00 ct came in since 2024-03-08"
    assert len(verdict.evidence) == 3


def test_another_report_of_a_part_is_no_further_part() -> None:
    parts = [entering(12_000), entering(12_000, at="2024-03-09"), entering(8_000, at="2024-03-10")]
    assert said(RULE, WHOLE, *parts, entering(8_000, at="2024-03-11")) == []
