"""STA032: polished that is too cheap to be natural."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, Species
from schemas.ports import RowStore
from tests.build import declared_wrong, line, sold
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA032"


def sales(seller: str, usd: int, lots: int = 10, species: Species = Species.NATURAL) -> list[CustodyEvent]:
    """Melee of ``seller`` at so many US$ a carat."""
    return [
        sold(
            line(f"{seller}{n}", 2_000, polished=True, stones=200, value_cents=usd * 200, species=species),
            "2024-02-10", invoice=f"{seller}{n}", seller=seller,
        )
        for n in range(lots)
    ]  # fmt: skip


OTHERS = [event for n, usd in enumerate((360, 380, 400, 420, 440)) for event in sales(f"P{n}", usd)]


def test_melee_at_a_third_of_what_others_ask_is_a_breach_with_both_figures(migrated: RowStore) -> None:
    events = sales("CHEAP", 133)
    store_events(migrated, [*OTHERS, *events])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("party:CHEAP:2024Q1", BREACH)
    assert finding.got == "a median of US$133 a carat for melee, 33% of the others, in 10 lots"
    assert finding.expected == "at least 50% (proposed) of US$400 a carat, the median of 5 other sellers"
    assert finding.evidence == tuple(sorted(event.event_id for event in events))


@pytest.mark.parametrize(
    ("usd", "lots", "flagged"), [(200, 10, False), (199, 10, True), (100, 9, False)],
    ids=["half", "a dollar less", "nine lots are too few"],
)  # fmt: skip
def test_limits_of_price_and_sample(migrated: RowStore, usd: int, lots: int, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, [*OTHERS, *sales("CHEAP", usd, lots)])) is flagged


def test_four_others_are_too_few(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [*OTHERS[:40], *sales("CHEAP", 100)]) == []


def test_a_cheap_quality_among_sellers_who_differ_widely_is_left_alone(migrated: RowStore) -> None:
    wide = [event for n, usd in enumerate((150, 200, 400, 800, 1600)) for event in sales(f"P{n}", usd)]

    assert judged(migrated, CODE, [*wide, *sales("CHEAP", 130)]) == []


def test_stones_that_are_sold_as_grown_may_be_cheap(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [*OTHERS, *sales("CHEAP", 100, species=Species.LAB_GROWN)]) == []


def test_a_quarter_is_judged_when_it_is_over(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [*OTHERS, *sales("CHEAP", 100)], at="2024-03-31T23:59") == []


def test_sales_that_are_declared_wrong_take_the_finding_back(migrated: RowStore) -> None:
    events = sales("CHEAP", 100)
    assert judged(migrated, CODE, [*OTHERS, *events]) == ["party:CHEAP:2024Q1"]

    takes_back(migrated, CODE, [declared_wrong(events[0], "2024-05-01")])
