"""The numbers that an emitter gave to its events: which were seen, which are missing, and who used them. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

MOST_USES = 8
"""So many different events under one number are told apart; of more, those with the smallest ids are remembered."""


class Use(NamedTuple):
    """One event, or one declaration that repeats it, under a ``number`` of its emitter; ``digest`` is its content's."""

    number: int
    event_id: str
    digest: bytes
    recorded_at: datetime
    declared: bool

    @property
    def precedence(self) -> tuple[datetime, str, bytes]:
        """Of several uses the one with the smallest precedence comes first."""
        return self.recorded_at, self.event_id, self.digest


class Gap(NamedTuple):
    """Numbers ``first`` to ``last`` of ``emitter`` are missing between two events, or before the first one.

    ``more``: the numbers have further gaps above, and this is the last that is told.
    """

    emitter: str
    first: int
    last: int
    before: Use | None
    after: Use
    more: bool = False


class Uses(Protocol):
    """Who used which number: everything that was added, kept outside of the history."""

    def of(self, number: int) -> Iterable[Use]:
        """What was added under ``number``."""

    def add(self, use: Use) -> None:
        """Keep one more use."""


def contents(uses: Iterable[Use]) -> dict[tuple[str, bytes], Use]:
    """What is remembered of one number: each content once, as it was first recorded, and whether it was taken back.

    The same for every order of ``uses``, also if only those were added that changed the answer.
    """
    found: dict[tuple[str, bytes], Use] = {}
    for use in uses:
        key = use.event_id, use.digest
        known = found.get(key)
        found[key] = use if known is None else _both(use, known)
    return {key: found[key] for key in sorted(found)[:MOST_USES]}


def _both(one: Use, other: Use) -> Use:
    """Two uses of one number by the same content."""
    return Use(*one[:3], min(one.recorded_at, other.recorded_at), one.declared or other.declared)


class Ranges:
    """Numbers as ranges without a gap, lowest first: ten million numbers in a row are one range.

    ``changed`` holds the ranges that differ from what was last written down: the highest number by the lowest one, None
    for a range that is no more.
    """

    __slots__ = ("changed", "highest", "lowest")

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        """Ranges that are known, in order, with a gap between each two."""
        self.lowest: list[int] = []
        self.highest: list[int] = []
        for lowest, highest in ranges:
            self.lowest.append(lowest)
            self.highest.append(highest)
        self.changed: dict[int, int | None] = {}

    def __len__(self) -> int:
        return len(self.lowest)

    def has(self, number: int) -> bool:
        """Whether ``number`` lies in a range."""
        if not self.highest or number > self.highest[-1]:
            return False
        place = bisect_right(self.lowest, number) - 1
        return place >= 0 and number <= self.highest[place]

    def add(self, number: int) -> bool:
        """Add a number that lies in no range; False where nothing but the end of the last range has moved."""
        lowest, highest = self.lowest, self.highest
        if highest and highest[-1] == number - 1:
            highest[-1] = self.changed[lowest[-1]] = number
            return False
        place = bisect_right(lowest, number)
        follows = place > 0 and highest[place - 1] == number - 1
        precedes = place < len(lowest) and lowest[place] == number + 1
        if precedes:
            self.changed[lowest[place]] = None
        if follows and precedes:
            del lowest[place], highest[place - 1]
        elif follows:
            highest[place - 1] = number
        elif precedes:
            lowest[place] = number
        else:
            lowest.insert(place, number)
            highest.insert(place, number)
        place = place - 1 if follows else place
        self.changed[lowest[place]] = highest[place]
        return True

    def downwards(self) -> Iterator[int]:
        """Every number in a range, the highest first."""
        for lowest, highest in zip(reversed(self.lowest), reversed(self.highest), strict=True):
            yield from range(highest, lowest - 1, -1)

    def gaps(self, start: int) -> Iterator[tuple[int, int]]:
        """The lowest and the highest number of each gap from ``start`` on, in order."""
        expected = start
        for lowest, highest in zip(self.lowest, self.highest, strict=True):
            if lowest > expected:
                yield expected, lowest - 1
            expected = max(expected, highest + 1)
