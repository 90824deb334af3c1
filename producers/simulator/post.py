"""Events on their way, in the order in which they arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush

from schemas.events import CustodyEvent


@dataclass(frozen=True, slots=True)
class Sent:
    """An event and the instant at which its emitter sent it."""

    event: CustodyEvent
    sent_at: datetime


class Post:
    """A heap of what was written down and has not been sent; ``peak`` is the largest number it ever held."""

    __slots__ = ("_heap", "_number", "peak")

    def __init__(self) -> None:
        """Nothing on its way."""
        self._heap: list[tuple[datetime, int, CustodyEvent]] = []
        self._number = 0
        self.peak = 0

    def put(self, event: CustodyEvent, sent_at: datetime) -> None:
        """Add an event; of two sent at the same instant the one put first arrives first."""
        self._number += 1
        heappush(self._heap, (sent_at, self._number, event))
        self.peak = max(self.peak, len(self._heap))

    def until(self, instant: datetime | None) -> Iterator[Sent]:
        """Everything sent up to ``instant``, in order; all that is left where it is None."""
        heap = self._heap
        while heap and (instant is None or heap[0][0] <= instant):
            sent_at, _, event = heappop(heap)
            yield Sent(event, sent_at)
