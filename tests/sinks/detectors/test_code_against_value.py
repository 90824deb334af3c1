"""STA014: customs codes that the value does not fit."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import declared_wrong, exported, line
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA014"


def exports(cents: int, lots: int, hs_code: str = "710221", first: int = 0) -> list[CustodyEvent]:
    """Lots of one carat at this value, each a shipment."""
    return [
        exported(line(f"X{n}", hs_code=hs_code, value_cents=cents), "2024-02-10", shipment_id=f"X{n}", under=None)
        for n in range(first, first + lots)
    ]


def test_three_lots_of_dear_industrial_rough_are_a_breach_with_their_value(migrated: RowStore) -> None:
    odd = exports(10_050, 3)
    store_events(migrated, [*odd, *exports(800, 2, first=10)])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("party:TRADER:710221:2024Q1", BREACH)
    assert finding.got == "3 of 5 lots under HS 710221, together at US$100.50 a carat"
    assert finding.expected == "at most US$25 a carat for industrial rough (proposed)"
    assert finding.evidence == tuple(sorted(event.event_id for event in odd))


@pytest.mark.parametrize(
    ("cents", "lots", "hs_code", "flagged"),
    [
        (2501, 3, "710221", True), (2500, 3, "710221", False), (9999, 2, "710221", False),
        (499, 3, "710231", True), (500, 3, "710231", False), (100, 2, "710231", False),
        (100, 3, "710221", False), (9999, 3, "710231", False), (9999, 3, "710210", False),
    ],
)  # fmt: skip
def test_limits_of_value_and_sample(migrated: RowStore, cents: int, lots: int, hs_code: str, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, exports(cents, lots, hs_code))) is flagged


@pytest.mark.parametrize(("others", "flagged"), [(16, True), (17, False)])
def test_three_odd_lots_among_twenty_are_left_alone(migrated: RowStore, others: int, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, [*exports(9999, 3), *exports(800, others, first=10)])) is flagged


def test_a_value_that_is_declared_wrong_takes_the_finding_back(migrated: RowStore) -> None:
    events = exports(9999, 3)
    assert judged(migrated, CODE, events) == ["party:TRADER:710221:2024Q1"]

    takes_back(migrated, CODE, [declared_wrong(events[0], "2024-06-01"), *exports(999, 1)])
