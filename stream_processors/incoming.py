"""What is read from a topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record at its place in a topic; ``known_at`` is the time that the broker gave it."""

    topic: str
    partition: int
    offset: int
    known_at: datetime
    payload: bytes
