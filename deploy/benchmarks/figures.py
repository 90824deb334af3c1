"""What is calculated from instants: quantiles, what waits, and whether a system keeps up. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

WORTH_SECONDS = 2
"""A system that keeps up has never more waiting at the end than it gets in so many seconds."""

GROWTH = 0.05
"""And in the second half of a run it falls behind by less than this part of what it gets,"""

NOTHING_SECONDS = 0.5
"""unless it is hardly behind at all: by what batches and a busy machine are good for."""


def quantile(numbers: Sequence[float], part: float) -> float:
    """The least of ``numbers`` that at least ``part`` of them do not exceed. Raises ``ValueError`` for none."""
    if not numbers:
        raise ValueError("expected at least one number, got none")
    ordered = sorted(numbers)
    return ordered[max(0, -int(-part * len(ordered) // 1) - 1)]


def waiting(due: Sequence[float], readable: Sequence[float], at: float) -> int:
    """Events that were due by ``at`` and could not be read by then."""
    return bisect_right(sorted(due), at) - bisect_right(sorted(readable), at)


def keeps_up(due: Sequence[float], readable: Sequence[float]) -> bool:
    """Whether what waits stays bounded while events come at a steady pace; both in the order of the events."""
    begin, end = min(due), max(due)
    per_second = len(due) / max(end - begin, 1e-9)
    half, last = (waiting(due, readable, at) for at in ((begin + end) / 2, end))
    growth = (last - half) / (len(due) / 2)
    return last <= NOTHING_SECONDS * per_second or (last <= WORTH_SECONDS * per_second and growth < GROWTH)
