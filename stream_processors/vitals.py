"""How the parts of a worker tell the outside that they are alive, and where they stand."""

from __future__ import annotations

from typing import Protocol


class Vitals(Protocol):
    """What asks for the health of a worker listens here."""

    def beat(self) -> None:
        """The loop came round."""

    def report(self, part: str, position: int, log_end: int) -> None:
        """``part`` will take offset ``position`` next, and the next record of its log will get ``log_end``."""

    def withdraw(self, part: str) -> None:
        """``part`` is no longer this worker's."""
