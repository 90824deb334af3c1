"""KIM013: both countries of a shipment of rough may trade it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import Place
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
