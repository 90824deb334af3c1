"""How long to wait before trying again. Pure: the chance is passed in."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(seconds=0.2)
LONGEST = timedelta(seconds=30)


def delay(failures: int, chance: float) -> timedelta:
    """The wait after so many failures in a row: twice as long each time, up to ``LONGEST``.

    ``chance``, from 0 to 1, takes up to half of it away, so that sinks that failed together do not come back together.
    """
    if failures < 1:
        return timedelta(0)
    doublings = min(failures - 1, 20)
    return min(FIRST * (1 << doublings), LONGEST) * (1 - chance / 2)
