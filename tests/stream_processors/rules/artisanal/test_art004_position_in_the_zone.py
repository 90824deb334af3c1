"""ART004: the position of a find lies in its zone."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Place, RegistrationKind
from schemas.findings import Severity
from schemas.reference.model import Reference
from stream_processors.rules.artisanal.art004_position_in_the_zone import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said
from tests.stream_processors.rules.licensed import knowing, licence, square

ORAPA = square("Orapa", -22, 25)
REGISTER = knowing(licence(area="Orapa"), zones=[ORAPA])
NORTH = 0.009033
"""Degrees of latitude in 1,000.1 m at 21 degrees south; each 0.00001 is 1.1 m."""


def found(
    latitude: float | None, longitude: float | None = 25.5, area: str | None = None, country: str = "BW", **more: Any
) -> CustodyEvent:
    """MINE registers a find at this position."""
    return build.registered(place=Place(None, country, area, latitude, longitude), **{"at": "2024-03-01"} | more)


def severities(event: CustodyEvent, reference: Reference = REGISTER) -> list[Severity]:
    """How grave what the rule says is."""
    return [verdict.severity for verdict in said(RULE, event, now="2026-01-01", reference=reference)]


@pytest.mark.parametrize(
    ("latitude", "notices"), [(-21.5, 0), (-21, 0), (-21 + NORTH, 0), (-21 + NORTH + 0.00001, 1), (-20.5, 1)]
)
def test_a_position_may_lie_a_thousand_metres_outside(latitude: float, notices: int) -> None:
    assert severities(found(latitude)) == [Severity.NOTICE] * notices


def test_the_block_of_a_licence_is_narrower_than_its_zone() -> None:
    block = square("Orapa", -22, 25, 0.1, licence="lic 1", zone_id="BLOCK")
    narrow = knowing(licence(area="Orapa"), zones=[ORAPA, block])
    assert severities(found(-21.95, 25.05), narrow) == []
    assert severities(found(-21.5), narrow) == [Severity.NOTICE]


def test_without_a_known_licence_the_zone_that_the_event_names_counts() -> None:
    zones = knowing(zones=[ORAPA])
    assert severities(found(-20.5, area="Orapa"), zones) == [Severity.NOTICE]
    assert severities(found(-20.5, area="Jwaneng"), zones) == []
    assert severities(found(-20.5), zones) == []


def test_outside_a_compliant_zone_of_a_suspended_country_it_is_a_breach() -> None:
    boda = knowing(zones=[square("Boda", 4, 17, country="CF")])
    near, far, inside = (found(at, 17.5, "Boda", "CF", licence=None) for at in (5.005, 5.5, 4.5))
    assert [severities(event, boda) for event in (inside, near, far)] == [[], [], [Severity.BREACH]]
    readmitted = found(5.5, 17.5, "Boda", "CF", licence=None, at="2024-11-15")
    assert severities(readmitted, boda) == [Severity.NOTICE]


def test_inside_an_area_that_may_not_trade_it_is_a_breach_wherever_it_is_said_to_come_from() -> None:
    zones = knowing(zones=[square("Boda", 4, 17, country="CF"), square("Bria", 6, 21, country="CF")])
    assert severities(found(6.5, 21.5, "Boda", "CF", licence=None), zones) == [Severity.BREACH]
    assert severities(found(6.5, 21.5, None, "CF", licence=None), zones) == [Severity.BREACH]
    overlapping = knowing(zones=[square("Boda", 4, 17, country="CF"), square("Lobaye", 4, 17, 3, country="CF")])
    assert severities(found(4.5, 17.5, "Boda", "CF", licence=None), overlapping) == []


@pytest.mark.parametrize(
    ("day", "breaches"), [("2024-02-29", 0), ("2024-03-01", 1), ("2024-03-31", 1), ("2024-04-01", 0)]
)
def test_in_a_closed_area_it_is_a_breach_from_the_first_to_the_last_day(day: str, breaches: int) -> None:
    closed = square(
        "Rebel", -21.6, 25.4, 0.2, closed_from=build.day("2024-03-01"), closed_until=build.day("2024-03-31")
    )
    register = knowing(licence(area="Orapa"), zones=[ORAPA, closed])
    assert severities(found(-21.5, at=day), register) == [Severity.BREACH] * breaches


def test_finds_without_a_position_and_other_registrations_are_left_alone() -> None:
    assert severities(found(None, None)) == []
    assert severities(found(-20.5, kind=RegistrationKind.OPENING_STOCK)) == []
    assert severities(found(-20.5), knowing(licence(area="Orapa"))) == []


def test_it_says_the_position_and_the_distance_and_holds_nothing() -> None:
    verdict = only(RULE, found(-20.9), now="2026-01-01", reference=REGISTER)
    assert not verdict.blocking
    assert verdict.got == "position -20.9000 25.5000, 11071 m outside Orapa"
    assert verdict.expected == (
        "a position in the licensed zone, or outside it by at most 1,000 m (proposed), and in no area that is closed"
    )
    boda = knowing(zones=[square("Boda", 4, 17, country="CF")])
    breach = only(RULE, found(5.5, 17.5, "Boda", "CF", licence=None), now="2026-01-01", reference=boda)
    assert breach.got.endswith("m outside Boda, in no compliant zone (CF): SUSPENDED [fr15 cf16a car24a]")


def test_a_find_that_names_no_country_is_looked_for_in_closed_areas_all_the_same() -> None:
    zones = knowing(zones=[square("Boda", 4, 17, country="CF"), square("Bria", 6, 21, country="CF")])
    nowhere = [
        build.registered(place=Place(latitude=latitude, longitude=longitude), at="2024-03-01", licence=None)
        for latitude, longitude in ((6.5, 21.5), (4.5, 17.5), (0.5, 0.5))
    ]
    assert [severities(event, zones) for event in nowhere] == [[Severity.BREACH], [], []]
