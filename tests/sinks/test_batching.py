"""When a sink sends what it has gathered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sinks.batching import BatchLimits, Gathered

NOW = datetime(2024, 3, 1, tzinfo=UTC)
LIMITS = BatchLimits(rows_max=10, bytes_max=1000, age_max=timedelta(seconds=5))


@pytest.mark.parametrize(
    ("rows", "size", "seconds", "due"),
    [(9, 999, 4.999, False), (10, 1, 0, True), (1, 1000, 0, True), (1, 1, 5, True), (0, 0, 5, False)],
)
def test_a_batch_is_due_at_the_first_limit_it_reaches(rows: int, size: int, seconds: float, due: bool) -> None:
    gathered = Gathered().plus(rows, size, NOW)

    assert gathered.is_due(LIMITS, NOW + timedelta(seconds=seconds)) is due


def test_age_counts_from_the_first_row_and_sizes_add_up() -> None:
    gathered = Gathered().plus(4, 300, NOW).plus(5, 300, NOW + timedelta(seconds=4))

    assert gathered == Gathered(9, 600, NOW)
    assert gathered.is_due(LIMITS, NOW + timedelta(seconds=5))


def test_without_a_limit_of_age_only_rows_and_bytes_count() -> None:
    limits = BatchLimits(rows_max=2, bytes_max=100)

    assert [Gathered().plus(*size).is_full(limits) for size in ((1, 99), (2, 1), (1, 100))] == [False, True, True]
    assert not Gathered().plus(1, 1, NOW).is_due(limits, NOW + timedelta(days=1000))


def test_nothing_gathered_is_never_due() -> None:
    assert not Gathered().is_due(LIMITS, NOW)


@pytest.mark.parametrize(("rows", "size", "seconds"), [(0, 1, 1), (1, 0, 1), (1, 1, -1)])
def test_limits_under_which_nothing_is_gathered_are_refused(rows: int, size: int, seconds: int) -> None:
    with pytest.raises(ValueError, match="expected limits"):
        BatchLimits(rows, size, timedelta(seconds=seconds))
