"""STA018: carats that are always missing at one place."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import declared_wrong, line, received, released
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA018"


def handovers(losses: list[int], weight: int = 10_000, month: int = 2) -> list[CustodyEvent]:
    """Lots of 10 ct to TRADER that weigh so many thousandths of a carat less at their receipt."""
    day = f"2024-{month:02d}-1"
    return [
        event
        for n, loss in enumerate(losses)
        for event in (
            released(line(f"L{month}-{n}", weight), f"{day}0", handover_id=f"{n}"),
            received(line(f"L{month}-{n}", weight - loss), f"{day}1", handover_id=f"{n}"),
        )
    ]


def test_a_fifth_of_a_percent_missing_of_thirty_lots_is_a_breach_with_the_carats(migrated: RowStore) -> None:
    store_events(migrated, handovers([20] * 30))

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("party:TRADER:2024-02", BREACH)
    assert finding.got == ("0.600 ct missing of 300 ct released to it in 30 lots, 5.5 standard deviations")
    assert finding.expected == (
        "at most 0.1% and 5 ct, or 4 standard deviations of scales that err to both sides (proposed)"
    )


@pytest.mark.parametrize(
    ("losses", "weight", "flagged"),
    [
        ([10] * 30, 10_000, False),
        ([10] * 29 + [11], 10_000, True),
        ([20] * 29, 10_000, False),
        ([200] * 25 + [0] * 5, 1_000_000, False),
        ([200] * 24 + [201] + [0] * 5, 1_000_000, True),
    ],
    ids=["a tenth of a percent", "a thousandth more", "twenty-nine lots", "five carats", "a thousandth more than that"],
)
def test_limits_of_share_weight_and_sample(migrated: RowStore, losses: list[int], weight: int, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, handovers(losses, weight))) is flagged


def test_scales_that_err_to_both_sides_may_lose_a_little(migrated: RowStore) -> None:
    """Small lots differ by 4%, and of thirty the net is half a percent by chance."""
    assert judged(migrated, CODE, handovers([20, -20, 15, -15, 20, -17] * 5, 500)) == []


def test_one_lot_that_lost_much_is_left_to_the_rule_for_one_lot(migrated: RowStore) -> None:
    assert judged(migrated, CODE, handovers([9_000, *[0] * 30])) == []


def test_a_month_is_judged_when_it_is_over(migrated: RowStore) -> None:
    assert judged(migrated, CODE, handovers([20] * 30), at="2024-02-29T23:59") == []
    assert [finding.subject for finding in look(migrated, CODE, "2024-03-01")] == ["party:TRADER:2024-02"]


def test_weights_that_are_declared_wrong_take_the_finding_back(migrated: RowStore) -> None:
    events = handovers([20] * 30)
    assert judged(migrated, CODE, events) == ["party:TRADER:2024-02"]

    takes_back(migrated, CODE, [declared_wrong(events[1], "2024-06-01")])
