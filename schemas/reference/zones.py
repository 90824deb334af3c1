"""Mining zones and licensed blocks with their outlines, and where a position lies. Pure; loading lives beside it.

Distances come in whole metres, so that nobody who asks has to calculate with floats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from schemas.reference.areas import area_keys
from schemas.reference.licences import number_key
from schemas.reference.rings import Outline


@dataclass(frozen=True, slots=True)
class Zone:
    """An area of a country, or the block of one ``licence``, with its outline.

    ``closed_from`` to ``closed_until`` (the last day; None = until further notice) nothing may be mined there, as where
    rebels hold the mines; None in ``closed_from`` = never closed by this row.
    """

    zone_id: str
    country: str
    area: str
    licence: str | None
    closed_from: date | None
    closed_until: date | None
    outline: Outline
    source: str
    confidence: str

    def closed_on(self, day: date) -> bool:
        """Whether the register closes it on ``day``."""
        if self.closed_from is None or day < self.closed_from:
            return False
        return self.closed_until is None or day <= self.closed_until


class Shapes(Protocol):
    """What answers for the outlines; by the place of a zone in the list it was made from."""

    def containing(self, latitude: float, longitude: float) -> list[int]:
        """The zones in which, or on the border of which, a position lies."""
        ...

    def metres_to(self, index: int, latitude: float, longitude: float) -> int:
        """How far a position lies outside a zone, in whole metres; 0 inside."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """All zones; their outlines are prepared once."""

    rows: tuple[Zone, ...]
    _shapes: Shapes | None
    _areas: Mapping[tuple[str, str], tuple[int, ...]]
    _licences: Mapping[tuple[str, str], tuple[int, ...]]

    @classmethod
    def of(cls, zones: Iterable[Zone] = ()) -> Zones:
        """Prepare the outlines. Raises ValueError for one that is no polygon, or an id that stands twice."""
        rows = tuple(zones)
        if not rows:
            return cls((), None, {}, {})
        from schemas.reference.outlines import PreparedOutlines  # noqa: PLC0415 - costs a tenth of a second

        seen: set[str] = set()
        areas: dict[tuple[str, str], tuple[int, ...]] = {}
        licences: dict[tuple[str, str], tuple[int, ...]] = {}
        for index, row in enumerate(rows):
            if row.zone_id in seen:
                raise ValueError(f"expected every zone_id once, got {row.zone_id!r} again")
            seen.add(row.zone_id)
            if row.licence is not None:
                place = row.country, number_key(row.licence)
                licences[place] = (*licences.get(place, ()), index)
                continue
            for key in area_keys(row.area):
                areas[row.country, key] = (*areas.get((row.country, key), ()), index)
        return cls(rows, PreparedOutlines([row.outline for row in rows]), areas, licences)

    def containing(self, latitude: float, longitude: float) -> tuple[Zone, ...]:
        """Every zone in which a position lies."""
        if self._shapes is None:
            return ()
        return tuple(self.rows[index] for index in self._shapes.containing(latitude, longitude))

    def metres_outside_licence(self, country: str, licence: str, latitude: float, longitude: float) -> int | None:
        """How far a position lies outside the block of a licence; 0 inside, None where no outline of it is known."""
        return self._metres(self._licences.get((country, number_key(licence)), ()), latitude, longitude)

    def metres_outside_area(self, country: str, area: str, latitude: float, longitude: float) -> int | None:
        """How far a position lies outside an area of a country; 0 inside, None where no outline of it is known."""
        found = {index for key in area_keys(area) for index in self._areas.get((country, key), ())}
        return self._metres(found, latitude, longitude)

    def _metres(self, indexes: Iterable[int], latitude: float, longitude: float) -> int | None:
        if self._shapes is None:
            return None
        shapes = self._shapes
        return min((shapes.metres_to(index, latitude, longitude) for index in indexes), default=None)
