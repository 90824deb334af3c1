"""KIM013: both countries of a shipment of rough may trade it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Place
from schemas.findings import Severity
from stream_processors.rules.kimberley.kim013_both_sides_may_trade import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said


def shipped(origin: str, destination: str, day: str, **more: Any) -> list[Verdict]:
    """What the rule says of an export of rough."""
    return said(RULE, build.exported(at=day, from_country=origin, to_country=destination, **more), now=day)


@pytest.mark.parametrize(
    ("origin", "destination", "day", "breaches"),
    [
        ("BW", "AE", "2024-03-06", 0),
        ("BW", "BE", "2024-03-06", 0),
        ("BW", "TW", "2024-03-06", 0),
        ("KE", "AE", "2024-03-06", 1),
        ("BW", "KE", "2024-03-06", 1),
        ("AE", "QA", "2021-11-11", 1),
        ("AE", "QA", "2021-11-12", 0),
        ("VE", "AE", "2024-03-06", 1),
        ("CI", "BE", "2014-04-28", 1),
        ("CI", "BE", "2014-04-29", 0),
        ("CF", "BE", "2013-05-22", 0),
        ("CF", "BE", "2013-05-23", 1),
        ("BE", "CF", "2013-05-23", 1),
        ("CF", "BE", "2024-11-14", 1),
        ("CF", "BE", "2024-11-15", 0),
    ],
)
def test_both_sides_have_the_right_to_trade_on_the_day(origin: str, destination: str, day: str, breaches: int) -> None:
    assert len(shipped(origin, destination, day)) == breaches


def test_an_open_zone_of_a_closed_country_may_export() -> None:
    assert shipped("CF", "BE", "2018-03-01", place=Place(country="CF", area="Boda")) == []
    assert len(shipped("CF", "BE", "2018-03-01", place=Place(country="CF", area="Bria"))) == 1


def test_at_import_the_area_is_the_one_on_the_certificate() -> None:
    def entering(area: str | None) -> list[Verdict]:
        shown = build.certificate("CF12345", issued="2018-02-20", issuer="CF", area=area)
        return said(RULE, build.imported(at="2018-03-01", under=shown, from_country="CF", to_country="BE"))

    assert entering("Boda") == []
    assert len(entering("Bria")) == 1
    assert len(entering(None)) == 1


def test_a_disputed_right_is_left_to_the_rule_about_the_issuer() -> None:
    assert shipped("ZW", "AE", "2011-04-01", place=Place(country="ZW", area="Marange (Mbada)")) == []


def test_the_message_gives_the_day_and_each_status_and_the_finding_blocks() -> None:
    event = build.exported(at="2014-01-10", from_country="CF", to_country="KE")
    verdict = only(RULE, event)
    assert verdict.blocking
    assert verdict.got == (
        "rough from CF to KE on 2014-01-10; the status of CF was SUSPENDED: rebels held mining areas "
        "[fr15 cf16a car24a]; the status of KE was NOT_A_PARTICIPANT: on no list of participants of the Kimberley "
        "Process for that day [kpfr]"
    )
    assert verdict.expected == "two participants that may trade rough on that day"
    assert verdict.evidence == (event.event_id,)


def test_polished_and_goods_that_cross_no_border_are_free() -> None:
    assert shipped("CF", "CF", "2014-01-10") == []
    polished = build.exported(build.line(polished=True), at="2014-01-10", from_country="CF", to_country="BE")
    assert said(RULE, polished) == []


@pytest.mark.parametrize(("day", "breaches"), [("2003-08-30", 0), ("2003-08-31", 1), ("2003-09-01", 1)])
def test_the_rule_speaks_from_the_first_list_of_participants(day: str, breaches: int) -> None:
    assert len(shipped("KE", "BE", day)) == breaches


def out_of_cf(at: str = "2017-03-08", area: str | None = None, **more: Any) -> CustodyEvent:
    """An import from the Central African Republic under a certificate that names an area or none."""
    paper = build.certificate("CF12345", issuer="CF", area=area, issued="2017-03-04", origins=("CF",))
    return build.imported(build.line(origins=("CF",)), at=at, under=paper, from_country="CF", **more)


def test_from_a_closed_country_with_open_areas_a_shipment_without_an_area_is_for_a_person() -> None:
    verdict = only(RULE, out_of_cf(), now="2017-04-01")
    assert (verdict.severity, verdict.blocking) == (Severity.NOTICE, False)
    assert verdict.expected.endswith("; an area may, and none is named: a person must decide")
    for area in (None, "Bangui"):
        leaving = build.exported(at="2017-03-06", from_country="CF", place=Place(country="CF", area=area))
        assert only(RULE, leaving, now="2017-04-01").severity is Severity.NOTICE
    boda = build.exported(at="2017-03-06", from_country="CF", place=Place(country="CF", area="Boda"))
    assert said(RULE, boda, now="2017-04-01") == []


@pytest.mark.parametrize(("at", "severity"), [("2016-02-29", Severity.BREACH), ("2016-03-01", Severity.NOTICE)])
def test_before_the_first_area_was_open_it_is_a_breach(at: str, severity: Severity) -> None:
    assert only(RULE, out_of_cf(at), now="2017-04-01").severity is severity


def test_an_area_that_is_named_and_closed_is_a_breach_and_one_that_is_open_is_none() -> None:
    assert only(RULE, out_of_cf(area="Bria"), now="2017-04-01").severity is Severity.BREACH
    assert said(RULE, out_of_cf(area="Boda"), now="2017-04-01") == []


def test_towards_a_country_outside_the_scheme_it_is_a_breach_whatever_the_area() -> None:
    assert only(RULE, out_of_cf(to_country="KE"), now="2017-04-01").severity is Severity.BREACH
