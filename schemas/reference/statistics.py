"""Published figures as types: production, trade, world totals, operators, numbers of participants. Pure.

Weights are whole carats, values whole US dollars, prices whole US cents a carat; None = not published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProductionFigure:
    """What the Kimberley Process published for a country (``XX`` = all others) and a year."""

    year: int
    iso2: str
    carats: int | None
    value_usd: int | None
    cents_per_carat: int | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class TradeFigure:
    """Published imports or exports (``flow``) of a participant in a year."""

    year: int
    iso2: str
    flow: str
    carats: int | None
    value_usd: int | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class WorldTotal:
    """Published world production and trade of a year; the trade may stand less well than the production."""

    year: int
    production_carats: int
    production_usd: int
    cents_per_carat: int
    import_carats: int | None
    import_usd: int | None
    export_carats: int | None
    export_usd: int | None
    source: str
    confidence: str
    trade_confidence: str | None
    note: str


@dataclass(frozen=True, slots=True)
class OperatorProduction:
    """What an operator reported for a country and a year.

    ``covers_country``: the operators listed for that country and year together make nearly all of its output, so
    their sum may be held against the figure of the Kimberley Process.
    """

    year: int
    iso2: str
    operator: str
    carats: int
    covers_country: bool
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """How many participants, and countries with the EU counted by members, a source states for a day."""

    day: date
    participants: int
    countries: int | None
    source: str
    confidence: str
