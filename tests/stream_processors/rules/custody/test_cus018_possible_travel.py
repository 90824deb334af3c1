"""CUS018: a lot does not travel faster than an airliner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schemas.events import CustodyEvent, Place
from stream_processors.rules.custody.cus018_possible_travel import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


def at_longitude(degrees: float | None) -> Place:
    """On the equator, where a degree is 111.195 km."""
    return Place(country="BW", latitude=None if degrees is None else 0.0, longitude=degrees)


START = build.registered(at="2024-03-01T12:00", place=at_longitude(10.0))


def scan(minutes: int, degrees: float | None = 20.0, seconds: int = 0) -> CustodyEvent:
    """The lot is weighed so much later at this longitude."""
    at = build.instant("2024-03-01T12:00") + timedelta(minutes=minutes, seconds=seconds)
    return build.examined(at=at, place=at_longitude(degrees))


@pytest.mark.parametrize(("minutes", "seconds", "breaches"), [(60, 0, 0), (59, 8, 0), (59, 7, 1), (0, 0, 1)])
def test_ten_degrees_of_the_equator_take_an_airliner_seventy_four_minutes_less_fifteen_for_clocks(
    minutes: int, seconds: int, breaches: int
) -> None:
    assert len(said(RULE, START, scan(minutes, seconds=seconds))) == breaches


def test_the_message_gives_distance_and_time() -> None:
    late = scan(30)
    verdict = only(RULE, START, late)
    assert verdict.got == "seen 1,111 km from where it was 30 minutes before"
    assert verdict.evidence == (late.event_id, START.event_id)


def test_two_hundred_kilometres_within_clock_skew_are_possible() -> None:
    assert said(RULE, START, scan(0, 12.0)) == []
    assert len(said(RULE, START, scan(0, 12.1))) == 1


def test_a_scan_without_a_position_says_nothing_and_hides_nothing() -> None:
    assert said(RULE, START, scan(30, None)) == []
    assert len(said(RULE, START, scan(30, None), scan(40))) == 1


def test_every_scan_is_compared_with_the_one_before() -> None:
    assert said(RULE, START, scan(60, 20.0), scan(120, 30.0), scan(180, 40.0)) == []
    assert len(said(RULE, START, scan(60, 20.0), scan(70, 10.0))) == 1


def test_a_sale_or_a_shipment_is_written_down_anywhere() -> None:
    far = at_longitude(100.0)
    sale = build.sold(at="2024-03-01T12:10", place=far)
    assert said(RULE, START, sale, build.exported(at="2024-03-01T12:20", place=far), scan(60, 11.0)) == []


def test_across_the_date_line_it_is_not_far() -> None:
    first = build.registered(at="2024-03-01T12:00", place=at_longitude(179.5))
    assert said(RULE, first, scan(5, -179.5)) == []
