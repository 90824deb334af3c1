"""STA003: goods that leave far below the exporter's own prices."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import declared_wrong, exported, line
from tests.sinks.detecting import BREACH, NOTICE, days_after, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA003"


def history(count: int = 12, price: int = 10_000, first: str = "2024-01-01", step: int = 20) -> list[CustodyEvent]:
    """Shipments of one carat of smalls, at ``price`` cents, or up and down around it."""
    return [
        exported(
            line(f"H{n}", stones=5, value_cents=price),
            days_after(first, step * n),
            shipment_id=f"H{n}",
            under=None,
        )
        for n in range(count)
    ]


def cheap(price: int, at: str = "2024-11-01", stones: int = 5, exporter: str = "TRADER") -> CustodyEvent:
    """The shipment that is judged."""
    return exported(line("X", stones=stones, value_cents=price), at, shipment_id="X", under=None, exporter=exporter)


def test_a_shipment_below_six_tenths_of_the_median_is_a_notice_with_both_figures(migrated: RowStore) -> None:
    odd = cheap(5999)
    store_events(migrated, [*history(), odd])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("party:TRADER:X", NOTICE)
    assert finding.got == "US$59.99 a carat for smalls of HS 710231, 59% of the median"
    assert finding.expected == (
        "at least 60% of US$100.00, the median of its 12 shipments of such goods in 12 months (proposed)"
    )
    assert finding.evidence == (odd.event_id,)
    assert finding.dated_at == odd.occurred_at


@pytest.mark.parametrize(("price", "severity"), [(3499, BREACH), (3500, NOTICE)])
def test_a_shipment_below_thirty_five_hundredths_is_a_breach(migrated: RowStore, price: int, severity: str) -> None:
    store_events(migrated, [*history(), cheap(price)])

    assert [finding.severity for finding in look(migrated, CODE)] == [severity]


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([*history(), cheap(6000)], id="at the threshold"),
        pytest.param([*history(11), cheap(1000)], id="eleven shipments are too few"),
        pytest.param([*history(first="2023-01-01", step=10), cheap(1000)], id="older than twelve months"),
        pytest.param([*history(), cheap(1000, stones=100)], id="another size class"),
        pytest.param([*history(), cheap(1000, exporter="OTHER")], id="somebody else's history"),
        pytest.param([*history(), cheap(1000, at="2023-12-01")], id="before the history"),
    ],
)
def test_what_is_not_far_below_a_history_is_left_alone(migrated: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(migrated, CODE, events) == []


def test_an_exporter_whose_prices_always_scattered_is_measured_by_that(migrated: RowStore) -> None:
    prices = enumerate([5000, 10_000, 20_000] * 5)
    scattered = [
        exported(line(f"S{n}", stones=5, value_cents=price), days_after("2024-01-01", n), shipment_id=f"S{n}")
        for n, price in prices
    ]

    assert judged(migrated, CODE, [*scattered, cheap(4000)]) == []


def test_a_price_that_was_a_typing_error_takes_the_finding_back(migrated: RowStore) -> None:
    wrong = cheap(1000)
    assert judged(migrated, CODE, [*history(), wrong]) == ["party:TRADER:X"]

    takes_back(migrated, CODE, [declared_wrong(wrong, "2024-12-01"), cheap(9900)])
