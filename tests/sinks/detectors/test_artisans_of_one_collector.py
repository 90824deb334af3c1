"""STA020 and STA021: a collector that visits more artisans, or more zones, than a day allows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.events import CustodyEvent, Place
from schemas.ports import RowStore
from tests.build import declared_wrong, line, received
from tests.sinks.detecting import NOTICE, judged, load_sites, look, site, takes_back
from tests.sinks.storing import store_events


@pytest.fixture
def diggings(migrated: RowStore) -> RowStore:
    """A store that knows diggings in Kono and Bo, one without a zone, and a mine."""
    zones = {"KONO-1": "Kono", "KONO-2": "Kono", "BO": "Bo", "NOWHERE": None}
    made = [replace(site(name, "SL", kind="artisanal"), area=area) for name, area in zones.items()]
    load_sites(migrated, *made, replace(site("MINE", "SL"), area="Kenema"))
    return migrated


def bought(artisan: str, at: str = "2024-02-10T09:00", where: str = "KONO-1", lot: str = "") -> CustodyEvent:
    """COLLECTOR takes a lot over from an artisan."""
    return received(
        line(lot or f"{artisan}-{at}-{where}"),
        at,
        from_party=artisan,
        to_party="COLLECTOR",
        handover_id=f"H {artisan} {at} {where} {lot}",
        place=Place(site_id=where, country="SL"),
    )


def visits(count: int, at: str = "2024-02-10T09:00", **more: str) -> list[CustodyEvent]:
    """Purchases from so many artisans."""
    return [bought(f"D{n}", at, **more) for n in range(count)]


def test_more_than_sixty_artisans_on_one_day_are_noted(diggings: RowStore) -> None:
    store_events(diggings, visits(61))
    (finding,) = look(diggings, "STA020")
    assert (finding.subject, finding.severity) == ("party:COLLECTOR:2024-02-10", NOTICE)
    assert finding.got == "took over 61 lots from 61 parties at artisanal sites on 2024-02-10"
    assert finding.expected == "at most 60 artisans a day (proposed)"


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(visits(60), id="sixty"),
        pytest.param([*visits(60), bought("D1", lot="SECOND")], id="one of them twice"),
        pytest.param([*visits(60), bought("D60", "2024-02-11T00:00")], id="one on the next day"),
        pytest.param([*visits(60), bought("D60", where="MINE")], id="one at a mine"),
    ],
)
def test_what_a_day_allows_is_left_alone(diggings: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(diggings, "STA020", events) == []


def test_a_day_is_judged_when_it_is_over_and_taken_back_with_a_purchase(diggings: RowStore) -> None:
    events = visits(61)
    assert judged(diggings, "STA020", events, at="2024-02-10T23:59") == []
    assert [finding.subject for finding in look(diggings, "STA020", "2024-02-11")] == ["party:COLLECTOR:2024-02-10"]
    takes_back(diggings, "STA020", [declared_wrong(events[3], "2024-06-01")])


def test_two_zones_on_one_day_are_noted(diggings: RowStore) -> None:
    store_events(diggings, [bought("D1"), bought("D2", "2024-02-10T17:00", where="BO")])
    (finding,) = look(diggings, "STA021")
    assert (finding.subject, finding.severity) == ("party:COLLECTOR:2024-02-10", NOTICE)
    assert finding.got == "took over 2 lots on 2024-02-10 in Bo (SL), Kono (SL)"
    assert finding.expected == "at most 1 zone a day (proposed)"


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(bought("D2", where="KONO-2"), id="two sites of one zone"),
        pytest.param(bought("D2", "2024-02-11T00:00", where="BO"), id="on the next day"),
        pytest.param(bought("D2", where="NOWHERE"), id="at a site whose zone is not known"),
        pytest.param(bought("D2", where="MINE"), id="at a mine"),
    ],
)
def test_what_is_one_zone_a_day_is_left_alone(diggings: RowStore, second: CustodyEvent) -> None:
    assert judged(diggings, "STA021", [bought("D1"), second]) == []


def test_a_zone_is_taken_back_with_its_purchase(diggings: RowStore) -> None:
    other = bought("D2", where="BO")
    assert judged(diggings, "STA021", [bought("D1"), other]) == ["party:COLLECTOR:2024-02-10"]
    takes_back(diggings, "STA021", [declared_wrong(other, "2024-06-01")])
