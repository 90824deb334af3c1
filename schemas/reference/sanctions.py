"""Bans, licences and lists of parties by jurisdiction and day, as rules ask for them. Pure; loading lives beside it.

A jurisdiction is ``EU``, ``UK``, ``US`` or ``CA``; ``UN`` binds every country. Weights are of one stone, in thousandths
of a carat. Periods are half-open; a row that is not in force has no ``start``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from schemas.reference.records import mark_of

KINDS = frozenset({"ban", "licence", "named", "statement", "embargo", "unseen", "not_in_force"})
"""What a row is: ``named`` and ``statement`` ask for papers, ``unseen`` is about what no event shows."""

LINKS = frozenset({"mined", "originates", "exported", "passed"})
"""How goods are tied to a country: mined there wherever they were worked; originating there (rough mined there,
polished cut there); sent from there; or known to have been there while the ban was in force."""

ACTS = frozenset({"import", "purchase"})
"""What a row forbids or allows."""

EVERYWHERE = "UN"
"""The jurisdiction that binds every country."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the law: goods of ``hs_codes`` whose stones weigh ``from_carats`` and less than ``below_carats``.

    A licence has ``lifts`` (the ids of the bans it lifts) and ``outside_before``: it is for goods that were outside
    ``country`` before that day.
    """

    measure_id: str
    jurisdiction: str
    start: date | None
    stop: date
    kind: str
    country: str | None
    links: frozenset[str]
    hs_codes: frozenset[str]
    from_carats: int
    below_carats: int | None
    outside_before: date | None
    lifts: frozenset[str]
    acts: frozenset[str]
    text: str
    source: str
    confidence: str

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on ``day``."""
        return self.start is not None and self.start <= day < self.stop

    @property
    def cited(self) -> str:
        """The text with its sources, and a mark where it is more than these say: ``... [gl104] (derived)``."""
        return f"{self.text} [{self.source}]{mark_of(self.confidence)}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A party that is frozen or blocked, by name; dealings might be wound down until ``stop_of_wind_down``."""

    name: str
    jurisdiction: str
    start: date
    stop: date
    stop_of_wind_down: date | None
    measure: str
    source: str
    confidence: str

    def holds_on(self, day: date) -> bool:
        """Whether the party is listed on ``day``."""
        return self.start <= day < self.stop

    @property
    def cited(self) -> str:
        """The measure, who took it and since when, with the sources."""
        return f"{self.measure}, {self.jurisdiction}, since {self.start} [{self.source}]{mark_of(self.confidence)}"

    def winding_down_on(self, day: date) -> bool:
        """Whether dealings may still be wound down on ``day``."""
        return self.stop_of_wind_down is not None and day < self.stop_of_wind_down


@dataclass(frozen=True, slots=True, eq=False)
class Sanctions:
    """All rows, in the order of the table. ``banned`` are the countries that any ban is about."""

    measures: tuple[Measure, ...]
    listings: tuple[Listing, ...]
    banned: frozenset[str]
    _sorted: Mapping[tuple[str, str], tuple[Measure, ...]]
    _named: Callable[[tuple[str, ...]], tuple[Listing, ...]]

    @classmethod
    def of(cls, measures: Iterable[Measure], listings: Iterable[Listing], *, whole: bool = True) -> Sanctions:
        """Keep the rows. Raises ValueError, where the table is ``whole``, for an id used twice, or a licence for a ban
        that is not there.
        """
        rows = tuple(measures)
        if whole:
            _check(rows)
        named = tuple(listings)
        places: dict[tuple[str, str], tuple[Measure, ...]] = {}
        for row in rows:
            place = (row.kind, row.jurisdiction)
            places[place] = (*places.get(place, ()), row)
        banned = frozenset(row.country for row in rows if row.kind == "ban" and row.country)
        return cls(rows, named, banned, places, _finder(named))

    def measure(self, measure_id: str) -> Measure:
        """The row with this id. Raises KeyError for an id that is not in the table."""
        for row in self.measures:
            if row.measure_id == measure_id:
                return row
        raise KeyError(measure_id)

    def in_force(self, kind: str, jurisdiction: str, day: date) -> list[Measure]:
        """The rows of one kind that hold in ``jurisdiction`` on ``day``."""
        return [row for row in self._sorted.get((kind, jurisdiction), ()) if row.holds_on(day)]

    def licences(self, ban: Measure) -> list[Measure]:
        """The licences for a ban, in force or not."""
        return [row for row in self._sorted.get(("licence", ban.jurisdiction), ()) if ban.measure_id in row.lifts]

    def listed(self, *names: str) -> tuple[Listing, ...]:
        """The entries whose name stands, as whole words, in one of ``names``, whenever and wherever they hold."""
        return self._named(names)


def _check(rows: tuple[Measure, ...]) -> None:
    bans = {row.measure_id for row in rows if row.kind == "ban"}
    if len({row.measure_id for row in rows}) < len(rows):
        raise ValueError("expected every measure_id once, got one twice")
    for row in rows:
        if not row.lifts <= bans:
            raise ValueError(f"{row.measure_id}: expected bans of the table, got {sorted(row.lifts - bans)}")


def _finder(listings: tuple[Listing, ...]) -> Callable[[tuple[str, ...]], tuple[Listing, ...]]:
    """Who of ``listings`` is meant by some names; remembers the answers, for few names come again and again."""
    plain = [(listing, plain_name(listing.name)) for listing in listings]

    @lru_cache(maxsize=65_536)
    def found(names: tuple[str, ...]) -> tuple[Listing, ...]:
        words = [plain_name(name) for name in names]
        return tuple(listing for listing, name in plain if any(name in text for text in words))

    return found


def plain_name(name: str) -> str:
    """A name in small letters and digits, each word between single spaces."""
    words = " ".join(re.findall(r"[^\W_]+", name.casefold()))
    return f" {words} "
