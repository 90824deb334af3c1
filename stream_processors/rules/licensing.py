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


def is_licensed(book: LicenceBook, party: str, kinds: frozenset[str], country: str, day: date) -> bool:
    """Whether a licence of these kinds that ``party`` holds in ``country`` is valid on ``day``."""
    return valid_among(held_in(book, party, kinds, country), day) is not None


@lru_cache(maxsize=65_536)
def held_in(book: LicenceBook, party: str, kinds: frozenset[str], country: str) -> tuple[Licence, ...]:
    """The licences of these kinds that ``party`` holds or held in ``country``: others neither allow nor forbid."""
    return tuple(row for row in book.held(party, kinds) if row.country == country)


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
