"""STA006: a producing country that exports more than it mines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.events import CustodyEvent, RegistrationKind
from schemas.ports import RowStore
from schemas.reference.model import Site
from sinks.reference_rows import load_tables
from tests.build import declared_wrong, exported, imported, line, registered
from tests.sinks.detecting import BREACH, judged, load_sites, look, site, takes_back
from tests.sinks.storing import KNOWN, store_events

CODE = "STA006"


@pytest.fixture
def producer(migrated: RowStore) -> RowStore:
    """BW published 1,000 ct for 2023."""
    load_tables(migrated, {"kp_production": [(2023, "BW", 1000, None, None, "test", "sourced")]}, KNOWN)
    return migrated


def exports(total: int, lots: int = 10, first: str = "2024") -> list[CustodyEvent]:
    """Rough from BW, ``total`` whole carats, a lot in each of the first months of a year."""
    return [
        exported(line(f"X{n}", total * 1000 // lots), f"{first}-{n % 10 + 1:02d}-10", shipment_id=f"X{n}", under=None)
        for n in range(lots)
    ]


def test_exports_above_output_and_stock_are_a_breach_with_all_figures(producer: RowStore) -> None:
    stock = registered(line("OLD", 100_000), "2024-01-01", kind=RegistrationKind.OPENING_STOCK)
    store_events(producer, [stock, *exports(1310)])

    (finding,) = look(producer, CODE)

    assert (finding.subject, finding.severity) == ("country:BW", BREACH)
    assert finding.got == "1310 ct of rough exported above what was imported in 12 months"
    assert finding.expected == (
        "at most 1300 ct: 1.2 times the 1000 ct mined in 2023 (source test), and an opening stock of 100 ct"
    )


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(exports(1200), id="exactly 1.2 times"),
        pytest.param(exports(9000, lots=9), id="nine lots are too few"),
        pytest.param(exports(9000, first="2027"), id="no figure for the three years before"),
        pytest.param(
            [*exports(1300), imported(line("I", 100_000), "2024-02-01", to_country="BW", from_country="AE")],
            id="what was imported may leave again",
        ),
    ],
)
def test_what_output_supports_is_left_alone(producer: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(producer, CODE, events, at="2028-01-01") == []


def test_a_country_without_published_output_and_sites_is_left_alone(migrated: RowStore) -> None:
    assert judged(migrated, CODE, exports(9000)) == []


def test_a_country_that_never_published_is_judged_by_what_its_sites_can_yield(migrated: RowStore) -> None:
    """Congo-Brazzaville of 2004 in small: far above what it can dig, and no figure."""
    load_sites(migrated, site("A", "BW", "artisanal", 30), site("B", "BW", "mine", 20))
    store_events(migrated, exports(5000))

    (finding,) = look(migrated, CODE)

    assert finding.got == "5000 ct of rough exported above what was imported in 12 months"
    assert finding.expected == (
        "at most 60 ct: 1.2 times the 50 ct that its 2 sites can yield in a year, and an opening stock of 0 ct"
    )


@pytest.mark.parametrize(("total", "flagged"), [(60, False), (61, True)])
def test_limit_of_what_sites_can_yield(migrated: RowStore, total: int, flagged: bool) -> None:
    load_sites(migrated, site("A", "BW", "artisanal", 30), site("B", "BW", "mine", 20))

    assert bool(judged(migrated, CODE, exports(total))) is flagged


@pytest.mark.parametrize(
    "unknown",
    [site("C", "BW", "artisanal"), replace(site("C", "BW", capacity=10), opened_on=date(2025, 1, 1))],
    ids=["a digging of unknown capacity", "a mine that opened later"],
)
def test_a_country_is_left_alone_while_one_of_its_sites_is_unknown(migrated: RowStore, unknown: Site) -> None:
    load_sites(migrated, site("A", "BW", "artisanal", 30), unknown)

    assert judged(migrated, CODE, exports(5000)) == []


def test_an_export_that_is_declared_wrong_takes_the_finding_back(producer: RowStore) -> None:
    events = exports(1210)
    assert judged(producer, CODE, events) == ["country:BW"]

    takes_back(producer, CODE, [declared_wrong(events[0], "2024-12-01")])
