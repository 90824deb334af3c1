"""When a sink sends what it has gathered. Pure: the instant is passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """A batch is sent as soon as one of these is reached; without ``age_max`` nothing is sent for its age."""

    rows_max: int
    bytes_max: int
    age_max: timedelta = timedelta.max

    def __post_init__(self) -> None:
        """Refuse limits under which nothing would ever be gathered."""
        if self.rows_max < 1 or self.bytes_max < 1 or self.age_max < timedelta(0):
            raise ValueError(f"expected limits of at least one row, one byte and no negative age, got {self}")


@dataclass(frozen=True, slots=True)
class Gathered:
    """How much waits to be sent, and since when (where somebody asks for its age)."""

    rows: int = 0
    bytes: int = 0
    since: datetime | None = None

    def plus(self, rows: int, size: int, now: datetime | None = None) -> Gathered:
        """With ``rows`` more of together ``size`` bytes that came at ``now``."""
        return Gathered(self.rows + rows, self.bytes + size, self.since or now)

    def is_full(self, limits: BatchLimits) -> bool:
        """Whether it has as many rows or bytes as a batch may have."""
        return self.rows >= limits.rows_max or self.bytes >= limits.bytes_max

    def is_due(self, limits: BatchLimits, now: datetime) -> bool:
        """Whether to send at ``now``: it is full, or old enough. Nothing gathered is never due."""
        if self.rows == 0 or self.since is None:
            return False
        return self.is_full(limits) or now - self.since >= limits.age_max
