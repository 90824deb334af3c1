"""Rough and territories as the law on rough diamonds sees them: the EU is one territory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from schemas.events import Form, LotLine, ShipmentExported, ShipmentImported, Species
from schemas.reference.model import Reference

ROUGH_HS_CODES = frozenset({"710210", "710221", "710231"})
"""Unsorted, industrial, and other rough: the goods a Kimberley Process certificate is for."""


def territory(country: str, day: date, reference: Reference) -> str:
    """The participant whose territory ``country`` is, or the country itself where it is nobody's.

    Before the first list of participants that is known, the territories are taken as that list found them.
    """
    return reference.participant_of(country, max(day, reference.membership.first_list)) or country


def same_territory(first: str, second: str, day: date, reference: Reference) -> bool:
    """Whether goods between two countries stay in the territory of one participant."""
    return first == second or territory(first, day, reference) == territory(second, day, reference)


def is_rough(line: LotLine) -> bool:
    """Whether a line is rough in the sense of the scheme, by its form or its code; lab-grown rough is outside it."""
    return line.hs_code in ROUGH_HS_CODES or (line.form is Form.ROUGH and line.species is not Species.LAB_GROWN)


def rough_carats(lines: Iterable[LotLine]) -> int:
    """Weight of the rough among ``lines``, in thousandths of a carat."""
    return sum(line.carats for line in lines if is_rough(line))


def rough_crosses(body: ShipmentExported | ShipmentImported, day: date, reference: Reference) -> bool:
    """Whether a shipment takes rough from one participant's territory to another's."""
    if same_territory(body.from_country, body.to_country, day, reference):
        return False
    return any(is_rough(line) for line in body.lines)
