"""What the register of licences says of the parties of an event, for rules about licences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from schemas.reference.model import Licence, LicenceBook


def valid_among(licences: Iterable[Licence], day: date) -> Licence | None:
    """The first of the licences that holds on ``day``."""
    for row in licences:
        if row.valid_on(day):
            return row
    return None


def standing(book: LicenceBook, party: str, kinds: frozenset[str], day: date) -> tuple[tuple[Licence, ...], bool]:
    """The licences of these kinds that ``party`` holds or held, and whether one of them holds on ``day``."""
    held = _held(book, party, kinds)
    return held, valid_among(held, day) is not None


@lru_cache(maxsize=65_536)
def _held(book: LicenceBook, party: str, kinds: frozenset[str]) -> tuple[Licence, ...]:
    return book.held(party, kinds)


def licences_text(licences: Iterable[Licence]) -> str:
    """``P-7 (digging in SL, SIM-DIGGER-1, 2024-01-01 to 2024-12-31)``, in order of days; ``none``."""
    rows = sorted(licences, key=lambda row: (row.valid_from, row.licence))
    return (
        ", ".join(
            f"{row.licence} ({row.kind} in {row.country}, {row.holder}, {row.period})"
            f"{' (from memory)' if row.confidence == 'memory' else ''}"
            for row in rows
        )
        or "none"
    )
