"""STA022 and STA023: a digging that yields more than its licensed diggers can find, or than others of its zone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from schemas.events import CustodyEvent, Place
from schemas.ports import RowStore
from schemas.reference.model import Licence
from sinks.reference_rows import LICENCES, load_tables
from tests.build import declared_wrong, line, registered
from tests.sinks.detecting import NOTICE, judged, load_sites, look, site, takes_back
from tests.sinks.storing import KNOWN, store_events
from tests.stream_processors.rules.licensed import licence

SITES = [f"DIG-{n}" for n in range(1, 6)]


def permit(number: str, where: str = "DIG-1", **more: Any) -> Licence:
    """A permit for a digging; it has no end."""
    return licence(
        number, f"D-{number}", **{"kind": "digging", "country": "SL", "site_id": where, "until": None} | more
    )


def load_licences(store: RowStore, *licences: Licence) -> None:
    """These licences and no others are in the register."""
    load_tables(store, {"licences": [LICENCES.row(row) for row in licences]}, KNOWN)


@pytest.fixture
def zone(migrated: RowStore) -> RowStore:
    """Five diggings of Kono, with two licensed diggers each."""
    load_sites(migrated, *(replace(site(name, "SL", kind="artisanal"), area="Kono") for name in SITES))
    load_licences(migrated, *(permit(f"{name} {n}", name) for name in SITES for n in (1, 2)))
    return migrated


def finds(carats: int, where: str = "DIG-1", lots: int = 5, at: str = "2024-02-10") -> list[CustodyEvent]:
    """Lots found at a digging, ``carats`` thousandths in all."""
    weights = [carats // lots + (carats % lots if n == 0 else 0) for n in range(lots)]
    place = Place(site_id=where, country="SL")
    return [registered(line(f"{where} {at} {n}", weight), at, place=place) for n, weight in enumerate(weights)]


def test_more_than_25_carats_for_each_digger_and_month_are_noted(zone: RowStore) -> None:
    store_events(zone, finds(50_001))
    (finding,) = look(zone, "STA022")
    assert (finding.subject, finding.severity) == ("site:DIG-1:2024-02", NOTICE)
    assert finding.got == "50.00 ct in 5 lots by 2 licensed diggers"
    assert finding.expected == "at most 50 ct: 25 ct for each digger and month (proposed)"


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(finds(50_000), id="exactly 25 carats each"),
        pytest.param(finds(90_000, lots=4), id="four lots are too few"),
        pytest.param([*finds(30_000, at="2024-02-29"), *finds(30_000, at="2024-03-01")], id="over two months"),
        pytest.param(finds(90_000, where="ELSEWHERE"), id="at a site that the register lacks"),
    ],
)
def test_what_two_diggers_can_find_is_left_alone(zone: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(zone, "STA022", events) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (permit("P", diggers=3), []),
        (permit("P", since="2024-02-29"), []),
        (permit("P", since="2024-03-01"), ["site:DIG-1:2024-02"]),
        (permit("P", since="2020-01-01", until="2024-01-31"), ["site:DIG-1:2024-02"]),
        (permit("P", since="2020-01-01", until="2024-02-01"), []),
        (permit("P", kind="buying"), ["site:DIG-1:2024-02"]),
        (permit("P", where="DIG-2"), ["site:DIG-1:2024-02"]),
    ],
)
def test_licences_of_a_day_of_the_month_count(migrated: RowStore, more: Licence, found: list[str]) -> None:
    load_sites(migrated, site("DIG-1", "SL", kind="artisanal"))
    load_licences(migrated, permit("A"), more)
    assert judged(migrated, "STA022", finds(25_001)) == found


def test_a_site_without_licences_is_not_judged(migrated: RowStore) -> None:
    load_sites(migrated, site("DIG-1", "SL", kind="artisanal"))
    assert judged(migrated, "STA022", finds(90_000)) == []


def test_a_month_is_judged_when_it_is_over_and_taken_back_with_a_find(zone: RowStore) -> None:
    events = finds(90_000, lots=5)
    assert judged(zone, "STA022", events, at="2024-02-29") == []
    assert [finding.subject for finding in look(zone, "STA022", "2024-03-01")] == ["site:DIG-1:2024-02"]
    takes_back(zone, "STA022", [declared_wrong(events[0], "2024-06-01")])


def others(carats: int = 2000, sites: int = 4) -> list[CustodyEvent]:
    """Finds of the other diggings of the zone: a carat for each digger."""
    return [event for name in SITES[1 : 1 + sites] for event in finds(carats, name)]


def test_more_than_three_times_the_median_of_the_zone_is_noted(zone: RowStore) -> None:
    store_events(zone, [*others(), *finds(6020)])
    (finding,) = look(zone, "STA023")
    assert (finding.subject, finding.severity) == ("site:DIG-1:2024-02", NOTICE)
    assert finding.got == "3.01 ct for each licensed digger, in 5 lots"
    assert finding.expected == ("at most 3 times (proposed) the 1.00 ct that is the median of 4 other sites in Kono")


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([*others(), *finds(6000)], id="exactly three times"),
        pytest.param([*others(sites=3), *finds(9000)], id="three others are too few"),
        pytest.param([*others(), *finds(9000, lots=4)], id="four lots are too few"),
        pytest.param([*others(), *finds(9000, at="2024-03-10")], id="in another month"),
    ],
)
def test_what_others_find_too_is_left_alone(zone: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(zone, "STA023", events) == []


def test_a_find_of_another_month_that_is_declared_wrong_takes_it_back(zone: RowStore) -> None:
    events = finds(9000)
    assert judged(zone, "STA023", [*others(), *events]) == ["site:DIG-1:2024-02"]
    takes_back(zone, "STA023", [declared_wrong(event, "2024-06-01") for event in events])
