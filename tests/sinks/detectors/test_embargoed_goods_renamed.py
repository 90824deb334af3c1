"""STA031: goods of an embargoed country under the name of another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from sinks.reference_rows import load_tables
from tests.build import declared_wrong, exported, imported, line
from tests.sinks.detecting import NOTICE, judged, look, takes_back
from tests.sinks.storing import KNOWN, store_events

CODE = "STA031"


@pytest.fixture
def embargo(migrated: RowStore) -> RowStore:
    """CF may not trade rough from 2023-07-01 to 2025-01-01."""
    row = ("CF", "country", "country", (), True, date(2023, 7, 1), date(2025, 1, 1), "SUSPENDED", False, "", "t", "s")
    load_tables(migrated, {"participant_status": [row]}, KNOWN)
    return migrated


def crossing(lot: str, carats: int, origin: str, at: str, **more: Any) -> CustodyEvent:
    """A lot that TRADER sends to BUYER, US$180 a carat."""
    value = more.pop("value_cents", carats * 18)
    goods = line(lot, carats, origins=(origin,), value_cents=value)
    return exported(goods, at, shipment_id=f"S{lot}", under=None, from_country=origin, **more)


BEFORE = [crossing("A", 500_000, "CF", "2023-03-01"), crossing("B", 90_000, "CF", "2023-04-01")]
AFTER = [crossing("C", 503_000, "CD", "2024-02-01"), crossing("D", 89_000, "CD", "2024-03-01")]


def test_two_lots_of_the_same_weight_and_value_are_a_notice_for_both_parties(embargo: RowStore) -> None:
    """As in Antwerp in 2014."""
    store_events(embargo, [*BEFORE, *AFTER])

    buyer, trader = look(embargo, CODE)

    assert {buyer.subject, trader.subject} == {"party:BUYER:CF", "party:TRADER:CF"}
    assert trader.severity is NOTICE
    assert trader.got == "2 lots from CD equal 2 earlier lots from CF in weight and value"
    assert trader.evidence == tuple(sorted(event.event_id for event in [*BEFORE, *AFTER]))


@pytest.mark.parametrize(
    ("later", "flagged"),
    [
        pytest.param(crossing("D", 91_800, "CD", "2024-03-01"), True, id="2% heavier"),
        pytest.param(crossing("D", 91_801, "CD", "2024-03-01"), False, id="a thousandth more"),
        pytest.param(crossing("D", 90_000, "CD", "2024-03-01", value_cents=90_000), False, id="goods of another value"),
        pytest.param(crossing("D", 90_000, "CD", "2023-06-30"), False, id="the day before the embargo"),
        pytest.param(crossing("D", 90_000, "CD", "2023-07-01"), True, id="its first day"),
        pytest.param(crossing("D", 90_000, "CD", "2024-12-31"), True, id="its last day"),
        pytest.param(crossing("D", 90_000, "CD", "2025-01-01"), False, id="the day after"),
        pytest.param(crossing("D", 90_000, "CF", "2024-03-01"), False, id="said to be what it is"),
        pytest.param(crossing("D", 500_000, "CD", "2024-03-01"), False, id="one earlier lot that two equal"),
    ],
)
def test_limits(embargo: RowStore, later: CustodyEvent, flagged: bool) -> None:
    assert bool(judged(embargo, CODE, [*BEFORE, AFTER[0], later])) is flagged


def test_the_importer_alone_is_told_when_the_suppliers_changed(embargo: RowStore) -> None:
    """Two parties instead of one: the later supplier never dealt in goods of the country."""
    other = [
        crossing("C", 503_000, "CD", "2024-02-01", exporter="NEW"),
        crossing("D", 89_000, "CD", "2024-03-01", exporter="NEW"),
    ]

    assert judged(embargo, CODE, [*BEFORE, *other]) == ["party:BUYER:CF"]


def test_lots_from_more_than_two_years_before_do_not_count(embargo: RowStore) -> None:
    old = [crossing("A", 500_000, "CF", "2022-01-01"), crossing("B", 90_000, "CF", "2022-01-01")]

    assert judged(embargo, CODE, [*old, *AFTER]) == []


def test_one_lot_seen_at_both_borders_is_one_lot(embargo: RowStore) -> None:
    again = imported(
        line("C", 503_000, origins=("CD",), value_cents=503_000 * 18), "2024-02-04", shipment_id="SC", from_country="CD"
    )

    assert judged(embargo, CODE, [*BEFORE, AFTER[0], again]) == []


def test_exports_that_are_declared_wrong_take_the_finding_back(embargo: RowStore) -> None:
    one = [
        crossing("C", 503_000, "CD", "2024-02-01", importer="X"),
        crossing("D", 89_000, "CD", "2024-03-01", importer="X"),
    ]
    assert judged(embargo, CODE, [*BEFORE, *one]) == ["party:TRADER:CF"]

    takes_back(embargo, CODE, [declared_wrong(one[0], "2024-06-01")])
