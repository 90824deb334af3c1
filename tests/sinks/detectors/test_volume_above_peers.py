"""STA015: a digger or buyer that handles far more than the others."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, Place
from schemas.ports import RowStore
from tests.build import declared_wrong, line, received, registered
from tests.sinks.detecting import BREACH, judged, load_sites, look, site, takes_back
from tests.sinks.storing import store_events

CODE = "STA015"
DIGGING = Place(site_id="DIG", country="SL")


@pytest.fixture
def digging(migrated: RowStore) -> RowStore:
    """A store that knows the digging DIG in SL and a mine PIT beside it."""
    load_sites(migrated, site("DIG", "SL", kind="artisanal"), site("PIT", "SL"))
    return migrated


def finds(party: str, carats: int, lots: int = 10, place: Place = DIGGING) -> list[CustodyEvent]:
    """Finds of a digger, ``carats`` thousandths in all but for the largest, which weighs as much as another one."""
    return [
        registered(line(f"{party}{n}", carats // (lots - 1)), "2024-02-10", custodian=party, owner=party, place=place)
        for n in range(lots)
    ]


def others(count: int = 8, carats: int = 1000) -> list[CustodyEvent]:
    """Finds of other diggers."""
    return [event for n in range(count) for event in finds(f"D{n}", carats)]


def test_more_than_three_times_the_median_is_a_breach_with_both_volumes(digging: RowStore) -> None:
    store_events(digging, [*others(), *finds("MUCH", 3015)])

    (finding,) = look(digging, CODE)

    assert (finding.subject, finding.severity) == ("party:MUCH:2024Q1", BREACH)
    assert finding.got == "3.01 ct found in 10 lots, the largest left out"
    assert finding.expected == "at most 3 times (proposed) the 0.99 ct that is the median of 8 other parties in SL"


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([*others(), *finds("MUCH", 2997)], id="exactly three times"),
        pytest.param([*others(), *finds("MUCH", 9000, lots=4)], id="four lots are too few"),
        pytest.param([*others(7), *finds("MUCH", 9000)], id="seven peers are too few"),
        pytest.param([*others(), *finds("MUCH", 9000, place=Place(site_id="PIT"))], id="not at a digging"),
    ],
)
def test_what_is_left_alone(digging: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(digging, CODE, events) == []


def test_peers_that_differ_widely_prove_nothing(digging: RowStore) -> None:
    wide = [event for n, carats in enumerate((250, 500, 1000, 2000) * 2) for event in finds(f"D{n}", carats)]

    assert judged(digging, CODE, [*wide, *finds("MUCH", 3600)]) == []


def test_one_large_stone_is_luck(digging: RowStore) -> None:
    stone = registered(line("LARGE", 40_000), "2024-02-12", custodian="LUCKY", owner="LUCKY", place=DIGGING)

    assert judged(digging, CODE, [*others(), *finds("LUCKY", 1000), stone]) == []


def test_buyers_are_compared_with_buyers(digging: RowStore) -> None:
    def bought(party: str, carats: int) -> list[CustodyEvent]:
        return [
            received(line(f"{party}{n}", carats // 10), "2024-02-11", to_party=party, handover_id="H", place=DIGGING)
            for n in range(10)
        ]

    events = [event for n in range(8) for event in bought(f"B{n}", 9000)]

    assert judged(digging, CODE, [*others(), *events, *bought("HOUSE", 50_000)]) == ["party:HOUSE:2024Q1"]


def test_a_quarter_is_judged_when_it_is_over(digging: RowStore) -> None:
    assert judged(digging, CODE, [*others(), *finds("MUCH", 9000)], at="2024-03-31") == []
    assert [finding.subject for finding in look(digging, CODE, "2024-04-01")] == ["party:MUCH:2024Q1"]


def test_a_find_that_is_declared_wrong_takes_the_finding_back(digging: RowStore) -> None:
    wrong = registered(line("MUCH9", 9000), "2024-02-12", custodian="MUCH", owner="MUCH", place=DIGGING)
    larger = registered(line("MUCH10", 9000), "2024-02-12", custodian="MUCH", owner="MUCH", place=DIGGING)
    assert judged(digging, CODE, [*others(), *finds("MUCH", 1000), wrong, larger]) == ["party:MUCH:2024Q1"]

    takes_back(digging, CODE, [declared_wrong(wrong, "2024-06-01")])
