"""What is wrong with one value inside a message, and where it stands; readers and checks raise it and pass it up."""

from __future__ import annotations


class Fault(Exception):
    """A value that cannot be accepted.

    ``reason`` is a code that can be counted; ``position`` is the byte at which the value begins, where there are bytes.
    Each record and list that the fault passes on its way up puts its own name before the path.
    """

    def __init__(self, reason: str, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.position = position
        self.path = ""

    def below(self, name: str) -> Fault:
        """The same fault, seen from whoever holds the value under ``name``; ``[2]`` is the third of a list."""
        dot = "." if self.path and self.path[0] != "[" else ""
        self.path = f"{name}{dot}{self.path}"
        return self

    def __str__(self) -> str:
        place = [self.path] if self.path else []
        if self.position is not None:
            place.append(f"at byte {self.position}")
        return f"{' '.join(place)}: {self.message}" if place else self.message
