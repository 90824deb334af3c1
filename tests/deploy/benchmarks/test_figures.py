"""Quantiles, and what it means to keep up."""

from __future__ import annotations

import pytest

from deploy.benchmarks.figures import keeps_up, quantile, waiting
from deploy.benchmarks.generator import due


@pytest.mark.parametrize(
    ("part", "expected"), [(0.0, 1), (0.01, 1), (0.011, 2), (0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100)]
)
def test_a_quantile_is_a_value_that_so_many_do_not_exceed(part: float, expected: int) -> None:
    assert quantile(list(range(100, 0, -1)), part) == expected


def test_there_is_no_quantile_of_nothing() -> None:
    with pytest.raises(ValueError, match="expected at least one number"):
        quantile([], 0.5)


def test_what_waits_was_due_and_is_not_readable_yet() -> None:
    assert waiting([1, 2, 3, 4], [1.5, 9, 3.5, 8], 4) == 2


def test_messages_are_due_at_a_steady_pace_or_all_at_once() -> None:
    assert [due(number, 4) for number in range(4)] == [0, 0.25, 0.5, 0.75]
    assert due(1000, None) == 0


def served(per_second: float, capacity: float, seconds: int = 20) -> tuple[list[float], list[float]]:
    """Events that come at a pace, and when a system of that capacity has each of them done, a tenth later at least."""
    at = [number / per_second for number in range(int(per_second * seconds))]
    return at, [max(come + 0.1, number / capacity) for number, come in enumerate(at)]


@pytest.mark.parametrize("capacity", [1000, 1001, 5000])
def test_who_is_as_fast_as_events_come_keeps_up(capacity: float) -> None:
    assert keeps_up(*served(1000, capacity))


@pytest.mark.parametrize("capacity", [100, 900, 940])
def test_who_is_slower_does_not(capacity: float) -> None:
    assert not keeps_up(*served(1000, capacity))


def test_a_hiccup_of_half_a_second_at_the_end_is_nothing() -> None:
    at, done = served(1000, 1000, seconds=4)
    held_up = [max(when, 3.9) if come > 3.5 else when for come, when in zip(at, done, strict=True)]
    assert keeps_up(at, held_up)


def test_who_is_always_three_seconds_behind_does_not_keep_up() -> None:
    at, _ = served(1000, 1000)
    assert not keeps_up(at, [come + 3 for come in at])
