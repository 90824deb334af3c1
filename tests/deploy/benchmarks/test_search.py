"""The search for the highest rate that is sustained."""

from __future__ import annotations

import pytest

from deploy.benchmarks.pipeline import TRIES, search


def tried(drained: float, capacity: float) -> list[int]:
    """The rates that are tried on a system of that capacity."""
    rates = search(drained)
    found: list[int] = []
    rate = next(rates)
    while rate is not None:
        found.append(rate)
        rate = rates.send(rate <= capacity)
    return found


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [(2000, [1800, 2120]), (2200, [1800, 2120, 2490]), (1600, [1800, 1530]), (1400, [1800, 1530, 1300])],
)
def test_rates_go_up_until_one_is_too_much_or_down_until_one_is_not(capacity: float, expected: list[int]) -> None:
    assert tried(2000, capacity) == expected


@pytest.mark.parametrize("capacity", [0, 1e9])
def test_the_search_ends(capacity: float) -> None:
    assert len(tried(2000, capacity)) == TRIES
    assert min(tried(0, capacity)) == 1
