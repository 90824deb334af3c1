"""The waits between attempts."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sinks.backoff import FIRST, LONGEST, delay

CHANCES = st.floats(0, 1)


def test_waits_double_up_to_the_longest() -> None:
    waits = [delay(failures, 0) for failures in range(1, 12)]

    assert waits[:4] == [FIRST, FIRST * 2, FIRST * 4, FIRST * 8]
    assert waits[-1] == LONGEST
    assert delay(10**9, 0) == LONGEST


def test_without_a_failure_there_is_no_wait() -> None:
    assert delay(0, 0.5) == timedelta(0)


@given(st.integers(1, 1000), CHANCES)
def test_chance_takes_at_most_half_of_a_wait_away(failures: int, chance: float) -> None:
    whole = delay(failures, 0)

    assert whole / 2 <= delay(failures, chance) <= whole
