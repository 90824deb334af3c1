"""Figures that a made-up edition of the statistics publishes, and bans that a made-up decision ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from producers.simulator.actors import SOURCE
from schemas.reference.model import Reference
from schemas.reference.records import Level, StatusInterval
from schemas.reference.statistics import OperatorProduction, ProductionFigure, TradeFigure


def output(country: str, first_year: int, *carats: int, usd: Iterable[int | None] = ()) -> tuple[ProductionFigure, ...]:
    """What ``country`` publishes for years one after the other: whole carats, and ``usd`` a carat where given."""
    prices = [*usd, *[None] * len(carats)]
    return tuple(
        ProductionFigure(
            year=first_year + n,
            iso2=country,
            carats=weight,
            value_usd=None if (price := prices[n]) is None else weight * price,
            cents_per_carat=None,
            source=SOURCE,
            confidence="sourced",
        )
        for n, weight in enumerate(carats)
    )


def exported(country: str, first_year: int, *carats: int) -> tuple[TradeFigure, ...]:
    """What ``country`` publishes as exported in years one after the other, in whole carats."""
    return tuple(
        TradeFigure(first_year + n, country, "export", weight, None, SOURCE, "sourced")
        for n, weight in enumerate(carats)
    )


def reported(country: str, year: int, **operators: int) -> tuple[OperatorProduction, ...]:
    """What the operators of nearly all output of ``country`` report for ``year``, in whole carats."""
    return tuple(
        OperatorProduction(year, country, operator, carats, True, SOURCE, "sourced", "made up")
        for operator, carats in operators.items()
    )


def banned(country: str, start: date, stop: date) -> Callable[[Reference], Reference]:
    """The reference data with a ban on all rough of ``country`` from ``start`` up to the day before ``stop``."""
    everywhere: frozenset[str] = frozenset()
    row = StatusInterval(
        country, "country", Level.COUNTRY, everywhere, True, start, stop, "SUSPENDED", False, "made up", SOURCE,
        "proposed",
    )  # fmt: skip
    return lambda reference: replace(reference, trade=reference.trade.with_statuses([row]))
