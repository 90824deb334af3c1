"""The rows of the reference tables as types. Pure: no file, clock or network.

Every row says where it comes from (``source``: keys of ``data/SOURCES.md``) and how well it stands (``confidence``).
Periods are half-open: ``start`` is the first day inside, ``stop`` the first day after; an open end is ``date.max``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Protocol, TypeVar

PARTY_ROLES = frozenset(
    {
        "miner", "cooperative", "digger", "trader", "exporter", "importer", "cutter", "laboratory",
        "carrier", "vault", "retailer", "authority", "association", "other",
    }
)  # fmt: skip
"""What a party of the register may be."""

SITE_KINDS = frozenset({"mine", "artisanal", "plant", "office", "workshop", "vault", "laboratory"})
"""What a site of the register may be."""

CONFIDENCES = frozenset({"sourced", "derived", "memory", "suspect", "proposed"})
"""How well a row stands; ``data/SOURCES.md`` explains the words."""


def mark_of(confidence: str) -> str:
    """What a finding adds to a value of this confidence: nothing where a source states it, else `` (from memory)``."""
    return {"sourced": "", "memory": " (from memory)"}.get(confidence, f" ({confidence})")


class Dated(Protocol):
    """A row that says from when on it holds; ``date.min`` = since ever."""

    @property
    def start(self) -> date:
        """The first day."""


DatedT = TypeVar("DatedT", bound=Dated)


def version_on(versions: Sequence[DatedT], day: date | None) -> DatedT | None:
    """Of rows in order of their first days the last that began on ``day`` or before, else the first of all.

    Without a ``day`` the last. None where there is no row.
    """
    if not versions:
        return None
    if day is None:
        return versions[-1]
    return next((row for row in reversed(versions) if row.start <= day), versions[0])


class Level(IntEnum):
    """How narrow the scope of a status is; the narrower one wins."""

    COUNTRY = 0
    AREA = 1
    PART = 2


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory with an ISO 3166-1 alpha-2 code."""

    iso2: str
    name: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant of the Kimberley Process; ``stop`` ends one that the EU absorbed.

    ``precision`` (day, month or year) tells how exactly ``start`` is known; the first day of the span is taken.
    """

    iso2: str
    name: str
    start: date
    stop: date
    precision: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class TradingEntity:
    """Trades rough under the minimum requirements without being counted as a participant."""

    iso2: str
    name: str
    start: date
    stop: date
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class EuMembership:
    """The countries whose territory was the participant ``EU`` in a period."""

    start: date
    stop: date
    countries: frozenset[str]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory with a code of its own that belongs to a participant for this trade, as Liechtenstein to ``CH``."""

    iso2: str
    name: str
    participant: str
    start: date
    stop: date
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class StatusInterval:
    """What the trade right of a country, or of an area in it, was in a period.

    ``allowed`` is None where participants disputed it. ``area_names`` are normalised (see ``areas``); with
    ``names_certain`` false they are candidates only, because the source does not name the area.
    """

    country: str
    scope: str
    level: Level
    area_names: frozenset[str]
    names_certain: bool
    start: date
    stop: date
    status: str
    allowed: bool | None
    basis: str
    source: str
    confidence: str

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies in the period."""
        return self.start <= day < self.stop


@dataclass(frozen=True, slots=True)
class TradeRight:
    """Whether rough of a place might be traded under the scheme on a day; ``allowed`` None = disputed or unknown."""

    allowed: bool | None
    status: str
    basis: str
    source: str
    confidence: str

    @property
    def cited(self) -> str:
        """Status and basis with the source, and a mark where they are more than it says."""
        return f"{self.status}: {self.basis} [{self.source}]{mark_of(self.confidence)}"


@dataclass(frozen=True, slots=True)
class CertificateRule:
    """What is known of the certificates of a participant; None = unknown, and rules stay silent.

    ``reference_suffix``: the issuer's parcel reference ends in the certificate number.
    """

    participant: str
    max_validity_days: int | None
    max_validity_months: int | None
    number_pattern: re.Pattern[str]
    reference_suffix: bool
    source: str
    validity_confidence: str
    confidence: str
    start: date = date.min

    def accepts(self, number: str) -> bool:
        """Whether the whole ``number`` has the form the issuer prints."""
        return self.number_pattern.fullmatch(number) is not None


@dataclass(frozen=True, slots=True)
class SerialRange:
    """Serial numbers, both ends included, that an issuer is known to have used in one year."""

    participant: str
    first: int
    last: int
    year_of_use: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Site:
    """A mine, digging area, plant or other place. Capacity is in whole carats a year, None = unknown."""

    site_id: str
    name: str
    iso2: str
    kind: str
    area: str | None
    capacity_ct_per_year: int | None
    opened_on: date | None
    closed_on: date | None
    source: str
    confidence: str
    note: str

    @property
    def start(self) -> date:
        """From when on the row says how the site is."""
        return self.opened_on or date.min

    def open_on(self, day: date) -> bool:
        """Whether the site worked on ``day``, as far as known: an unknown opening or closing does not close it."""
        return (self.opened_on is None or self.opened_on <= day) and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the register. From one that is not ``connected`` no event is expected.

    ``grace_days``: how long its events may arrive late before silence counts. ``valid_to`` is the last valid day.
    ``first_number``: from which number on its count of its own events has to be complete here.
    """

    party_id: str
    name: str
    country: str
    role: str
    connected: bool
    grace_days: int
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: str
    first_number: int = 1

    @property
    def start(self) -> date:
        """From when on the row says how the party is."""
        return self.valid_from or date.min

    def valid_on(self, day: date) -> bool:
        """Whether the registration holds on ``day``; an open end does not end it."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def period(self) -> str:
        """``2024-01-01 to 2024-12-31``, ``since 2024-01-01``, ``until 2024-12-31``, or ``at all times``."""
        if self.valid_from and self.valid_to:
            return f"{self.valid_from} to {self.valid_to}"
        if self.valid_from or self.valid_to:
            return f"since {self.valid_from}" if self.valid_from else f"until {self.valid_to}"
        return "at all times"


@dataclass(frozen=True, slots=True)
class YieldBand:
    """Polished over rough weight of a cut, as published: parts per thousand, both ends included; None = no limit."""

    band_id: str
    min_per_mille: int | None
    max_per_mille: int | None
    source: str
    confidence: str

    def contains(self, rough: int, polished: int) -> bool:
        """Whether ``polished`` out of ``rough`` (same unit, rough > 0) lies in the band; integers only."""
        low, high = self.min_per_mille, self.max_per_mille
        return (low is None or polished * 1000 >= low * rough) and (high is None or polished * 1000 <= high * rough)


@dataclass(frozen=True, slots=True)
class PriceBand:
    """Published averages for rough of a country of mining, whole US dollars a carat, and proposed warning limits."""

    iso2: str
    min_usd_per_ct: int
    median_usd_per_ct: int | None
    max_usd_per_ct: int | None
    warn_below_usd_per_ct: int
    warn_above_usd_per_ct: int
    source: str
    confidence: str
