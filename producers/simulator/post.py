"""Events on their way: each gets its number when its emitter writes it down, and arrives when it was sent.

An emitter counts what it writes down from 1 on, in the order in which it does, and sends every number. Only a fault
leaves one out, or gives one to two events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heappop, heappush

from schemas.events import CustodyEvent


@dataclass(frozen=True, slots=True)
class Sent:
    """An event and the instant at which its emitter sent it."""

    event: CustodyEvent
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """An event without its number, written down at ``written_at`` and sent at each instant of ``sent_at``.

    It has the number of the event ``numbered_as``, which is its own id except where a fault says otherwise.
    ``held_back``: the number before it is used for an event that is never sent.
    """

    event: CustodyEvent
    written_at: datetime
    sent_at: tuple[datetime, ...]
    numbered_as: str
    held_back: bool = False


REMEMBERED = 200_000
"""More events than any world has within the weeks in which one of them is taken back."""


class Post:
    """What is to be written down, and what was written down and has not been sent; ``peak`` is the most there ever was.

    A declaration has the number of the event that it takes back. Of the last ``REMEMBERED`` events numbers are known.
    """

    __slots__ = ("_counts", "_drafts", "_heap", "_numbers", "_order", "peak")

    def __init__(self) -> None:
        """Nothing on its way."""
        self._drafts: list[tuple[datetime, int, Draft]] = []
        self._heap: list[tuple[datetime, int, CustodyEvent]] = []
        self._order = 0
        self._counts: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self.peak = 0

    def put(self, draft: Draft) -> None:
        """Add an event; of two written down at the same instant the one put first is the first."""
        self._order += 1
        heappush(self._drafts, (draft.written_at, self._order, draft))
        self.peak = max(self.peak, len(self._drafts) + len(self._heap))

    def until(self, instant: datetime | None) -> Iterator[Sent]:
        """Everything sent up to ``instant``, in order; all that is left where it is None."""
        drafts, heap = self._drafts, self._heap
        while drafts or heap:
            written = bool(drafts) and (not heap or drafts[0][0] <= heap[0][0])
            if instant is not None and (drafts[0][0] if written else heap[0][0]) > instant:
                return
            if written:
                self._write_down(heappop(drafts)[2])
            else:
                sent_at, _, event = heappop(heap)
                yield Sent(event, sent_at)

    def _write_down(self, draft: Draft) -> None:
        key = draft.numbered_as
        number = self._numbers.get(key)
        if number is None:
            emitter = draft.event.emitter
            number = self._counts[emitter] = self._counts.get(emitter, 0) + (2 if draft.held_back else 1)
            self._numbers[key] = number
            if len(self._numbers) > REMEMBERED:
                del self._numbers[next(iter(self._numbers))]
        event = replace(draft.event, sequence=number)
        for sent_at in draft.sent_at:
            self._order += 1
            heappush(self._heap, (sent_at, self._order, event))
