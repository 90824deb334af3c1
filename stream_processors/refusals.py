"""When so much is refused that something is wrong with us, and not with what was sent. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from schemas.errors import StopError


class TooManyRefusals(StopError):
    """Going on would push the greater part of the log into quarantine."""


@dataclass(frozen=True, slots=True)
class RefusalLimit:
    """At most ``percent`` of the last ``window`` records may be refused; fewer than ``least`` refusals never stop."""

    percent: int = 20
    window: int = 1000
    least: int = 50


class Refusals:
    """The last records that were read, and whether each was refused."""

    def __init__(self, limit: RefusalLimit) -> None:
        self._limit = limit
        self._latest: deque[bool] = deque(maxlen=limit.window)

    def note(self, read: int, refused: int, example: str = "") -> None:
        """``refused`` of ``read`` further records were refused, the first because of ``example``.

        Raises ``TooManyRefusals`` above the limit.
        """
        self._latest.extend([True] * refused + [False] * (read - refused))
        bad, limit = sum(self._latest), self._limit
        if bad >= limit.least and bad * 100 > limit.percent * len(self._latest):
            raise TooManyRefusals(
                f"{bad} of the last {len(self._latest)} records were refused, more than {limit.percent} percent: "
                f"either a sender is broken, or this version cannot read what is sent now; nothing of this run was "
                f"committed or set aside. The first of it: {example or 'not said'}"
            )
