"""STA030: a trading country that begins to mix."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import declared_wrong, exported, line
from tests.sinks.detecting import BREACH, judged, load_sites, look, site, takes_back
from tests.sinks.storing import store_events

CODE = "STA030"


def exports(mixed: int, whole: int, month: str) -> list[CustodyEvent]:
    """Shipments from AE in a month, some of them of mixed origin."""
    return [
        exported(
            line(f"{month}-{n}", origins=("BW", "ZA") if n < mixed else ("BW",)), f"{month}-10",
            shipment_id=f"{month}-{n}", under=None, from_country="AE", to_country="IN",
        )
        for n in range(mixed + whole)
    ]  # fmt: skip


USUAL = [*exports(10, 90, "2023-08"), *exports(10, 90, "2023-11")]


def test_a_jump_of_the_mixed_share_is_a_breach_with_both_shares(migrated: RowStore) -> None:
    store_events(migrated, [*USUAL, *exports(40, 60, "2024-02")])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("country:AE:2024Q1", BREACH)
    assert finding.got == "40 of 100 shipments with goods of mixed origin, 40%"
    assert finding.expected == "at most 20 points (proposed) above 10%, the mean of 2 quarters before"
    assert len(finding.evidence) == 20


@pytest.mark.parametrize(
    ("mixed", "whole", "flagged"), [(30, 70, False), (31, 69, True), (10, 20, True), (10, 19, False)],
    ids=["twenty points", "a point more", "thirty shipments", "twenty-nine"],
)  # fmt: skip
def test_limits_of_points_and_sample(migrated: RowStore, mixed: int, whole: int, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, [*USUAL, *exports(mixed, whole, "2024-02")])) is flagged


def test_a_jump_that_chance_explains_is_left_alone(migrated: RowStore) -> None:
    """Of forty shipments ten and of forty nineteen: 22 points, and little more than two standard deviations."""
    assert judged(migrated, CODE, [*exports(10, 30, "2023-11"), *exports(19, 21, "2024-02")]) == []


def test_a_country_without_history_is_left_alone(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [*exports(0, 29, "2023-11"), *exports(100, 0, "2024-02")]) == []
    store_events(migrated, exports(0, 1, "2023-12"), first=50_000)
    assert [finding.subject for finding in look(migrated, CODE)] == ["country:AE:2024Q1"]


def test_a_country_with_a_mine_is_left_alone(migrated: RowStore) -> None:
    load_sites(migrated, site("PIT", "AE"))

    assert judged(migrated, CODE, [*USUAL, *exports(40, 60, "2024-02")]) == []


def test_a_quarter_is_judged_when_it_is_over(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [*USUAL, *exports(40, 60, "2024-02")], at="2024-03-31T23:59") == []


def test_exports_that_are_declared_wrong_take_the_finding_back(migrated: RowStore) -> None:
    events = exports(31, 69, "2024-02")
    assert judged(migrated, CODE, [*USUAL, *events]) == ["country:AE:2024Q1"]

    takes_back(migrated, CODE, [declared_wrong(event, "2024-05-01") for event in events[:2]])
