"""How events reach the system: at once, at the end of the day, or when the line to a digging works again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

LONGEST_DELAY = timedelta(days=21)
"""No event waits longer than this between being written down and being sent."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line of some quality.

    An event is written down up to ``lag`` seconds after it happened. It waits ``low`` to ``high`` seconds before it
    leaves; a ``batched`` link sends what has gathered in one go. ``again`` of 1,000 events are sent a second time.
    """

    lag: int
    low: int
    high: int
    batched: bool
    again: int


ONLINE = Link(lag=240, low=1, high=90, batched=False, again=4)
DAILY = Link(lag=3_600, low=3_600, high=72_000, batched=True, again=10)
FIELD = Link(lag=14_400, low=7_200, high=1_814_400, batched=True, again=50)
"""``FIELD``: a cooperative that sends after two hours to three weeks."""


class Lines:
    """When each emitter's line works next."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        """No appointment yet."""
        self._next: dict[str, datetime] = {}

    def sent_at(self, emitter: str, link: Link, recorded_at: datetime, rng: Random) -> datetime:
        """When an event written down at ``recorded_at`` leaves its emitter."""
        if not link.batched:
            return recorded_at + timedelta(seconds=link.low + int(rng.random() * (link.high - link.low)))
        due = self._next.get(emitter)
        if due is None or not recorded_at <= due <= recorded_at + LONGEST_DELAY:
            due = recorded_at + timedelta(seconds=_log_uniform(link, rng))
            self._next[emitter] = due
        return due


def _log_uniform(link: Link, rng: Random) -> int:
    """Seconds to wait, short waits being more frequent than long ones."""
    return min(int(link.low * (link.high / link.low) ** rng.random()), link.high)
