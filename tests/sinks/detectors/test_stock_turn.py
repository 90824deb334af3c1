"""STA017: rough that leaves a trading country as soon as it has come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schemas.events import CustodyEvent, Place, Process, RegistrationKind
from schemas.ports import RowStore
from tests.build import declared_wrong, exported, imported, instant, line, registered, transformed
from tests.sinks.detecting import NOTICE, judged, load_sites, look, site, takes_back
from tests.sinks.storing import store_events

CODE = "STA017"


def passing(hours: int, lots: int = 30, first: int = 0, left: int | None = None) -> list[CustodyEvent]:
    """Lots of 10 ct that come into AE on days of January and February and leave, all or some, after so many hours."""
    found: list[CustodyEvent] = []
    for n in range(first, first + lots):
        came = instant("2024-01-02") + timedelta(days=n)
        found.append(imported(line(f"L{n}", 10_000), came, shipment_id=f"I{n}"))
        if left is None or n < left:
            gone = came + timedelta(hours=hours)
            found.append(exported(line(f"L{n}", 10_000), gone, shipment_id=f"X{n}", from_country="AE", to_country="IN"))
    return found


def test_goods_that_stay_for_a_day_are_a_notice_with_the_hours(migrated: RowStore) -> None:
    store_events(migrated, passing(24))

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("country:AE:2024Q1", NOTICE)
    assert finding.got == (
        "rough stayed for 24 hours on average: 0 ct at the beginning, 300 ct came, 300 ct left in 30 lots"
    )
    assert finding.expected == "at least 72 hours (proposed)"


@pytest.mark.parametrize(
    ("hours", "lots", "flagged"), [(71, 30, True), (72, 30, False), (24, 29, False)],
    ids=["71 hours", "72 hours", "twenty-nine lots"],
)  # fmt: skip
def test_limits_of_time_and_sample(migrated: RowStore, hours: int, lots: int, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, passing(hours, lots))) is flagged


def test_a_centre_with_a_stock_of_its_own_is_left_alone(migrated: RowStore) -> None:
    stock = registered(
        line("OLD", 30_000), "2023-11-01", kind=RegistrationKind.OPENING_STOCK, place=Place(country="AE")
    )

    assert judged(migrated, CODE, [stock, *passing(24)]) == []


def test_stock_was_there_before_it_was_registered(migrated: RowStore) -> None:
    """A lot that is registered and leaves on the next day did not come on the day before."""
    sold = [
        event
        for n in range(30)
        for event in (
            registered(
                line(f"L{n}", 10_000), instant("2024-02-01") + timedelta(days=n), place=Place(country="AE"),
                kind=RegistrationKind.OPENING_STOCK,
            ),
            exported(
                line(f"L{n}", 10_000), instant("2024-02-02") + timedelta(days=n), shipment_id=f"X{n}",
                from_country="AE", to_country="IN",
            ),
        )
    ]  # fmt: skip

    assert judged(migrated, CODE, sold) == []


def test_a_country_that_cuts_most_of_what_comes_is_left_alone(migrated: RowStore) -> None:
    """Fifty of eighty lots are cut on the day on which they come; the others leave at once."""
    cut = [
        transformed(
            line(f"L{n}", 10_000), line(f"P{n}", 4_000, polished=True), instant("2024-01-02T01:00") + timedelta(days=n),
            process=Process.CUT_AND_POLISH, place=Place(country="AE"),
        )
        for n in range(30, 80)
    ]  # fmt: skip

    assert judged(migrated, CODE, [*passing(1, 80, left=30), *cut]) == []


def test_a_quarter_is_judged_when_it_is_over(migrated: RowStore) -> None:
    assert judged(migrated, CODE, passing(24), at="2024-03-31T23:59") == []
    assert [finding.subject for finding in look(migrated, CODE, "2024-04-01")] == ["country:AE:2024Q1"]


def test_a_country_with_a_mine_is_left_alone(migrated: RowStore) -> None:
    load_sites(migrated, site("PIT", "AE"))

    assert judged(migrated, CODE, passing(24)) == []


def test_exports_that_are_declared_wrong_take_the_finding_back(migrated: RowStore) -> None:
    events = passing(24)
    assert judged(migrated, CODE, events) == ["country:AE:2024Q1"]

    takes_back(migrated, CODE, [declared_wrong(events[1], "2024-05-01")])
