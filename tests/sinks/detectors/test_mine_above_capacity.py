"""STA005: a mine that registers more than it can yield."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, Place, RegistrationKind
from schemas.ports import RowStore
from schemas.reference.model import Site
from tests.build import declared_wrong, line, registered
from tests.sinks.detecting import BREACH, judged, load_sites, look, site, takes_back
from tests.sinks.storing import store_events

CODE = "STA005"
PIT = Place(site_id="PIT", country="BW")


def output(*carats: int, months: int = 1, kind: RegistrationKind = RegistrationKind.MINED) -> list[CustodyEvent]:
    """One lot a month, or one in so many ``months``, from January 2024 on; whole carats."""
    return [
        registered(
            line(f"M{n}", weight * 1000),
            f"{2024 + n * months // 12}-{n * months % 12 + 1:02d}-15",
            place=PIT,
            kind=kind,
        )
        for n, weight in enumerate(carats)
    ]


def test_twelve_months_above_capacity_are_a_breach_with_both_figures(migrated: RowStore) -> None:
    load_sites(migrated, site("PIT", "BW", capacity=1000))
    store_events(migrated, output(500, 400, 251))

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("site:PIT", BREACH)
    assert finding.got == "1151 ct registered as mined in 12 months, in 3 lots"
    assert finding.expected == "at most 1150 ct: 1.15 times the capacity of 1000 ct a year (source test, sourced)"
    assert finding.dated_at.isoformat() == "2024-04-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(output(500, 400, 250), id="exactly 1.15 times"),
        pytest.param(output(5000, 4000), id="two lots are too few"),
        pytest.param(output(500, 400, 300, 400, months=6), id="more than twelve months apart"),
        pytest.param(output(500, 400, 9000, kind=RegistrationKind.OPENING_STOCK), id="stock is not output"),
    ],
)
def test_what_a_mine_can_yield_is_left_alone(migrated: RowStore, events: list[CustodyEvent]) -> None:
    load_sites(migrated, site("PIT", "BW", capacity=1000))

    assert judged(migrated, CODE, events) == []


def test_a_month_counts_when_it_is_over(migrated: RowStore) -> None:
    load_sites(migrated, site("PIT", "BW", capacity=1000))

    assert judged(migrated, CODE, output(500, 400, 9000), at="2024-03-31") == []
    assert [finding.subject for finding in look(migrated, CODE, "2024-04-01")] == ["site:PIT"]


@pytest.mark.parametrize("place", [site("PIT", "BW"), site("PIT", "BW", kind="artisanal", capacity=1000)])
def test_a_site_of_unknown_capacity_and_one_that_is_no_mine_are_left_alone(migrated: RowStore, place: Site) -> None:
    load_sites(migrated, place)

    assert judged(migrated, CODE, output(5000, 4000, 9000)) == []


def test_a_weight_ten_times_too_large_that_is_declared_wrong_takes_the_finding_back(migrated: RowStore) -> None:
    load_sites(migrated, site("PIT", "BW", capacity=1000))
    events = output(50, 40, 9000)
    assert judged(migrated, CODE, events) == ["site:PIT"]

    takes_back(migrated, CODE, [declared_wrong(events[-1], "2024-06-01")])
