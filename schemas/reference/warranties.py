"""The statements of the System of Warranties, recognised by phrases that tell them apart. Pure: no files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

OLD, NEW = "2003", "2021"
"""The statement of 2003, and the one that replaced it in 2021."""


@dataclass(frozen=True, slots=True)
class StatementPhrase:
    """A phrase that stands in the statement of ``edition``."""

    edition: str
    phrase: str
    start: date
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class WarrantyTexts:
    """The telling phrases of both statements."""

    old: tuple[str, ...]
    new: tuple[str, ...]

    @classmethod
    def of(cls, phrases: Iterable[StatementPhrase]) -> WarrantyTexts:
        """Sort the phrases. Raises ValueError where a statement has none."""
        rows = tuple(phrases)
        found = cls(
            tuple(row.phrase for row in rows if row.edition == OLD),
            tuple(row.phrase for row in rows if row.edition == NEW),
        )
        if not found.old or not found.new:
            raise ValueError("expected phrases of both statements")
        return found

    def edition(self, text: str | None) -> str | None:
        """Which statement ``text`` is: "2003", "2021", or None for another text.

        Capitals, spaces and punctuation do not count.

        The statement of 2021 repeats what the one of 2003 says, so one phrase of its own tells it.
        """
        return _edition(text, self.old, self.new) if text else None


@lru_cache(maxsize=4096)
def _edition(text: str, old: tuple[str, ...], new: tuple[str, ...]) -> str | None:
    words = _words(text)
    if any(_words(phrase) in words for phrase in new):
        return NEW
    return OLD if any(_words(phrase) in words for phrase in old) else None


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())
