"""LIC002: stones are found in the zone of their licence."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Place, RegistrationKind
from schemas.reference.model import Site
from stream_processors.rules.licences.lic002_in_the_licensed_zone import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said
from tests.stream_processors.rules.licensed import knowing, licence

ORAPA = knowing(licence(area="Orapa"))


def found(area: str | None = None, day: str = "2024-03-01", site: str | None = None, **more: Any) -> CustodyEvent:
    """MINE registers a find in BW under LIC-1."""
    return build.registered(at=day, place=Place(country="BW", area=area, site_id=site), **more)


@pytest.mark.parametrize(
    ("area", "breaches"),
    [("Orapa", 0), ("ORAPA district", 0), ("Órapa", 0), ("Letlhakane (Orapa)", 0), ("Jwaneng", 1), (None, 0)],
)
def test_the_place_is_in_the_zone_of_the_licence(area: str | None, breaches: int) -> None:
    assert len(said(RULE, found(area), reference=ORAPA)) == breaches


def test_a_site_stands_for_its_area_where_the_event_names_none() -> None:
    site = Site("PIT", "Pit", "BW", "mine", "Jwaneng", None, None, None, "test", "proposed", "")
    assert len(said(RULE, found(site="PIT"), reference=ORAPA.with_sites([site]))) == 1
    assert said(RULE, found(site="PIT"), reference=ORAPA) == []


def test_a_licence_for_one_site_holds_for_no_other() -> None:
    register = knowing(licence(site_id="PIT-1", area="Orapa"))
    assert len(said(RULE, found("Orapa", site="PIT-2"), reference=register)) == 1
    assert said(RULE, found("Orapa", site="PIT-1"), reference=register) == []
    assert said(RULE, found("Orapa"), reference=register) == []


def test_of_two_periods_the_one_of_the_day_counts() -> None:
    moved = knowing(licence(area="Orapa", until="2024-06-30"), licence(area="Jwaneng", since="2024-07-01"))
    days = ["2024-06-30", "2024-07-01"]
    assert [len(said(RULE, found("Orapa", day), now="2025-01-01", reference=moved)) for day in days] == [0, 1]


def test_a_licence_without_a_zone_or_one_that_is_not_known_or_ended_is_not_judged() -> None:
    assert said(RULE, found("Jwaneng"), reference=knowing(licence())) == []
    assert said(RULE, found("Jwaneng", licence="LIC-9"), reference=ORAPA) == []
    assert said(RULE, found("Jwaneng", licence=None), reference=ORAPA) == []
    assert said(RULE, found("Jwaneng", "2025-01-01"), now="2026-01-01", reference=ORAPA) == []
    assert said(RULE, found("Jwaneng", kind=RegistrationKind.OPENING_STOCK), reference=ORAPA) == []


def test_it_says_both_zones_and_holds_nothing() -> None:
    verdict = only(RULE, found("Jwaneng"), reference=ORAPA)
    assert not verdict.blocking
    assert verdict.got == ("found at Jwaneng, BW under LIC-1 (mining in BW, MINE, 2024-01-01 to 2024-12-31)")
    assert verdict.expected == "a find in the zone of the licence: Orapa"
