"""STA012: scales that only ever lose."""

from __future__ import annotations

from math import comb

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import declared_wrong, line, received, released
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA012"


def handovers(lost: int, gained: int, same: int = 0, party: str = "TRADER", month: int = 2) -> list[CustodyEvent]:
    """Lots of 10 ct that weigh 0.01 ct less, more, or the same at their receipt."""
    changes = [-10] * lost + [10] * gained + [0] * same
    return [
        event
        for n, change in enumerate(changes)
        for event in (
            released(line(f"{party}{month}{n}", 10_000), f"2024-{month:02d}-10", handover_id=f"{n}", to_party=party),
            received(
                line(f"{party}{month}{n}", 10_000 + change), f"2024-{month:02d}-11", handover_id=f"{n}",
                to_party=party,
            ),
        )
    ]  # fmt: skip


def chance(lost: int, changed: int) -> float:
    """How likely so many losses are when both sides are equally likely, exactly."""
    ways: int = sum(comb(changed, i) for i in range(lost, changed + 1))
    return ways / float(2**changed)


def test_twenty_two_losses_in_thirty_are_a_breach_with_the_likelihood(migrated: RowStore) -> None:
    store_events(migrated, handovers(22, 8, same=7))

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("party:TRADER", BREACH)
    assert finding.got == (
        "22 of 30 lots lost weight on the way here, and 8 gained, in 12 months. By chance that happens once in "
        f"{int(1 / chance(22, 30))} times"
    )
    assert finding.expected == "an outcome that chance has once in 100 times: 100 (proposed) for each of 1 looks"


@pytest.mark.parametrize(
    ("lost", "gained", "flagged"), [(21, 9, False), (29, 0, False), (30, 0, True), (62, 38, False), (63, 37, True)]
)
def test_limits_of_likelihood_and_sample(migrated: RowStore, lost: int, gained: int, flagged: bool) -> None:
    """21 of 30 are likelier than 1%, and 62 of 100 are too; 29 lots are too few whatever they say."""
    assert (chance(lost, lost + gained) < 0.01 and lost + gained >= 30) is flagged
    assert bool(judged(migrated, CODE, handovers(lost, gained))) is flagged


def test_gains_on_one_side_are_no_losses(migrated: RowStore) -> None:
    assert judged(migrated, CODE, handovers(0, 40)) == []


def test_with_two_parties_to_look_at_chance_must_be_half_as_likely(migrated: RowStore) -> None:
    assert 0.005 < chance(22, 30) < 0.01
    assert chance(23, 30) < 0.005
    others = handovers(15, 15, party="HONEST")

    assert judged(migrated, CODE, [*handovers(22, 8), *others]) == []
    store_events(migrated, handovers(1, 0, party="TRADER", month=3), first=50_000)
    assert chance(23, 31) > 0.005
    store_events(migrated, handovers(3, 0, party="TRADER", month=1), first=60_000)
    assert [finding.subject for finding in look(migrated, CODE)] == ["party:TRADER"]


def test_losses_of_several_quarters_are_added_up_once_they_are_over(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [*handovers(20, 0), *handovers(20, 0, month=5)], at="2024-06-30") == []
    assert [finding.subject for finding in look(migrated, CODE, "2024-07-01")] == ["party:TRADER"]


def test_weights_that_are_declared_wrong_take_the_finding_back(migrated: RowStore) -> None:
    events = handovers(30, 0)
    assert judged(migrated, CODE, events) == ["party:TRADER"]

    takes_back(migrated, CODE, [declared_wrong(events[1], "2024-06-01")])
