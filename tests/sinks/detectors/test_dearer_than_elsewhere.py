"""STA034: rough that is declared far above what others send such goods for."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Form, Species
from schemas.ports import RowStore
from tests.build import declared_wrong, exported, imported, line
from tests.sinks.detecting import BREACH, NOTICE, days_after, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA034"


def market(
    prices: tuple[int, ...] = (10_000, 10_000, 10_000), peers: int = 4, first: str = "2024-01-01", stones: int = 5
) -> list[CustodyEvent]:
    """One-carat shipments of each of some exporters, at each of these cents a carat, to importers of their own."""
    return [
        exported(
            line(f"P{peer}-{n}", stones=stones, value_cents=cents),
            days_after(first, 20 * n + peer),
            shipment_id=f"P{peer}-{n}",
            under=None,
            exporter=f"P{peer}",
            importer=f"Q{peer}",
        )
        for peer in range(peers)
        for n, cents in enumerate(prices)
    ]


def dear(cents: int, at: str = "2024-11-01", **more: Any) -> CustodyEvent:
    """The import that is judged: one carat in five stones, or other goods."""
    facts: dict[str, Any] = {"stones": 5, **more}
    return imported(line("X", value_cents=cents, **facts), at, shipment_id="X", under=None)


def test_an_import_at_twice_the_median_of_others_is_a_notice_with_both_figures(migrated: RowStore) -> None:
    odd = dear(20_000)
    store_events(migrated, [*market(), odd])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("party:BUYER:X", NOTICE)
    assert finding.got == "US$200.00 a carat for smalls of HS 710231 from TRADER, 200% of the median of others"
    assert finding.expected == (
        "less than 200% of US$100.00, the median of 12 shipments of such goods by 4 others in 12 months (proposed)"
    )
    assert finding.evidence == (odd.event_id,)
    assert finding.dated_at == odd.occurred_at


@pytest.mark.parametrize(("cents", "severity"), [(19_999, None), (29_999, NOTICE), (30_000, BREACH)])
def test_limits_of_the_price(migrated: RowStore, cents: int, severity: str | None) -> None:
    store_events(migrated, [*market(), dear(cents)])

    assert [finding.severity for finding in look(migrated, CODE)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([*market()[1:], dear(90_000)], id="eleven shipments are too few"),
        pytest.param([*market((10_000,) * 9, peers=3), dear(90_000)], id="three others are too few"),
        pytest.param([*market(first="2023-08-01"), dear(90_000)], id="more than a year ago"),
        pytest.param([*market(first="2024-11-02"), dear(90_000)], id="afterwards"),
        pytest.param([*market(stones=1), dear(90_000, stones=12)], id="other sizes"),
        pytest.param([*market(), dear(90_000, hs_code="710221")], id="another code"),
        pytest.param([*market(), dear(90_000, origins=("AO",))], id="another country of mining"),
        pytest.param([*market(), dear(90_000, stones=None)], id="not counted"),
        pytest.param([*market(stones=1), dear(2_000_000, carats=20_000, stones=1)], id="a special stone"),
    ],
)
def test_what_cannot_be_compared_is_left_alone(migrated: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(migrated, CODE, events) == []


def test_neither_side_of_a_shipment_is_measured_by_its_own_other_shipments(migrated: RowStore) -> None:
    own = [
        exported(
            line(f"O{n}", stones=5, value_cents=90_000), days_after("2024-02-01", n), shipment_id=f"O{n}", under=None
        )
        for n in range(30)
    ]

    assert "party:BUYER:X" in judged(migrated, CODE, [*market(), *own, dear(90_000)])


def test_one_exporter_counts_with_its_last_shipments_only(migrated: RowStore) -> None:
    cheap = market((10_000,) * 15, peers=1)
    dearer = market((60_000,) * 3, peers=5)[3:]

    assert judged(migrated, CODE, [*cheap, *dearer, dear(90_000)]) == []


def test_where_others_differ_widely_a_dear_quality_is_left_alone(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [*market((4_000, 10_000, 25_000)), dear(30_000)]) == []


@pytest.mark.parametrize(("form", "species"), [(Form.POLISHED, Species.NATURAL), (Form.ROUGH, Species.LAB_GROWN)])
def test_polished_and_grown_stones_are_not_its_business(migrated: RowStore, form: Form, species: Species) -> None:
    events = [*market(), dear(90_000, form=form, species=species)]

    assert judged(migrated, CODE, events) == []


def test_an_export_is_judged_until_its_import_is_told(migrated: RowStore) -> None:
    sent = exported(line("X", stones=5, value_cents=50_000), "2024-10-30", shipment_id="X", under=None)
    store_events(migrated, [*market(), sent])
    assert [(f.subject, f.evidence) for f in look(migrated, CODE)] == [("party:BUYER:X", (sent.event_id,))]

    takes_back(migrated, CODE, [dear(10_000)])


def test_an_import_that_is_declared_wrong_takes_the_finding_back(migrated: RowStore) -> None:
    odd = dear(50_000)
    assert judged(migrated, CODE, [*market(), odd]) == ["party:BUYER:X"]

    takes_back(migrated, CODE, [declared_wrong(odd, "2024-12-01")])
