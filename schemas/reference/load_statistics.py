"""Reads the published figures of ``data/`` as typed rows for the store. Reads files: not for rules.

Published thousands and millions become whole carats and whole US dollars through exact decimals, never floats.
"""

from __future__ import annotations

from schemas.reference.statistics import OperatorProduction, ProductionFigure, PublishedCount, TradeFigure, WorldTotal
from schemas.reference.tables import Row, read_packaged

_PRODUCTION = ("year", "iso2", "carats_k", "value_musd", "usd_per_ct", "source", "confidence")
_TRADE = ("year", "iso2", "flow", "mct", "musd", "source", "confidence")
_WORLD = (
    "year", "prod_mct", "prod_musd", "usd_ct", "imp_mct", "imp_musd", "exp_mct", "exp_musd", "source", "confidence",
    "trade_confidence", "note",
)  # fmt: skip
_OPERATOR = ("year", "iso2", "operator", "carats", "covers_country", "source", "confidence", "note")
_COUNT = ("date", "participants", "countries", "source", "confidence")
_CENTS, _THOUSAND, _MILLION = 100, 1_000, 1_000_000


def load_production() -> tuple[ProductionFigure, ...]:
    """Production by year and country as published."""
    return tuple(_production(row) for row in read_packaged("kp_production.csv", _PRODUCTION))


def load_trade() -> tuple[TradeFigure, ...]:
    """Imports and exports by year and participant as published."""
    return tuple(_trade(row) for row in read_packaged("kp_trade.csv", _TRADE))


def load_world_totals() -> tuple[WorldTotal, ...]:
    """World production and trade by year as first published."""
    return tuple(_world(row) for row in read_packaged("kp_world_totals.csv", _WORLD))


def load_operator_production() -> tuple[OperatorProduction, ...]:
    """Output by year as the operators themselves report it."""
    return tuple(_operator(row) for row in read_packaged("operator_production.csv", _OPERATOR))


def load_published_counts() -> tuple[PublishedCount, ...]:
    """Numbers of participants and countries as published; the check on the tables of participation."""
    return tuple(_count(row) for row in read_packaged("participant_counts.csv", _COUNT))


def _production(row: Row) -> ProductionFigure:
    return ProductionFigure(
        year=row.whole("year"),
        iso2=row.text("iso2"),
        carats=row.maybe_scaled("carats_k", _THOUSAND),
        value_usd=row.maybe_scaled("value_musd", _MILLION),
        cents_per_carat=row.maybe_scaled("usd_per_ct", _CENTS),
        source=row.text("source"),
        confidence=row.confidence(),
    )


def _trade(row: Row) -> TradeFigure:
    return TradeFigure(
        year=row.whole("year"),
        iso2=row.text("iso2"),
        flow=row.choice("flow", ("export", "import")),
        carats=row.maybe_scaled("mct", _MILLION),
        value_usd=row.maybe_scaled("musd", _MILLION),
        source=row.text("source"),
        confidence=row.confidence(),
    )


def _world(row: Row) -> WorldTotal:
    return WorldTotal(
        year=row.whole("year"),
        production_carats=row.scaled("prod_mct", _MILLION),
        production_usd=row.scaled("prod_musd", _MILLION),
        cents_per_carat=row.scaled("usd_ct", _CENTS),
        import_carats=row.maybe_scaled("imp_mct", _MILLION),
        import_usd=row.maybe_scaled("imp_musd", _MILLION),
        export_carats=row.maybe_scaled("exp_mct", _MILLION),
        export_usd=row.maybe_scaled("exp_musd", _MILLION),
        source=row.text("source"),
        confidence=row.confidence(),
        trade_confidence=row.maybe("trade_confidence"),
        note=row.maybe("note") or "",
    )


def _operator(row: Row) -> OperatorProduction:
    return OperatorProduction(
        year=row.whole("year"),
        iso2=row.text("iso2"),
        operator=row.text("operator"),
        carats=row.whole("carats"),
        covers_country=row.flag("covers_country"),
        source=row.text("source"),
        confidence=row.confidence(),
        note=row.maybe("note") or "",
    )


def _count(row: Row) -> PublishedCount:
    return PublishedCount(
        day=row.day("date"),
        participants=row.whole("participants"),
        countries=row.maybe_whole("countries"),
        source=row.text("source"),
        confidence=row.confidence(),
    )
