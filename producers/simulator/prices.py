"""What rough is worth, by country of mining, and how large stones and shipments are."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from schemas.events import LotLine
from schemas.reference.model import Reference

_USUAL_USD_PER_CARAT = 120
"""For countries without a published series."""

_MEDIAN, _SIGMA = 7_000_000, 2.1
"""Goods of mines and traders, as they are put together: half of them weigh more than 7,000 ct.

Together with the parcels of diggers and what traders split off, half of all shipments then weigh less than about
700 ct, and their mean is some 6,000 ct.
"""


def shipment_carats(rng: Random, most: int) -> int:
    """Weight of a shipment, at least 5 ct and at most ``most``, in thousandths of a carat."""
    return max(5_000, min(int(_MEDIAN * rng.lognormvariate(0.0, _SIGMA)), most))


def stone_carats(rng: Random, median: int) -> int:
    """Weight of one stone, from 0.12 to 60 ct, in thousandths of a carat."""
    return max(120, min(int(median * rng.lognormvariate(0.0, 0.7)), 60_000))


def cents_per_carat(reference: Reference, origin: str, rng: Random) -> int:
    """A price near the published average of ``origin``, in US cents a carat."""
    band = reference.price_band(origin)
    usual = (band.median_usd_per_ct or band.min_usd_per_ct) if band else _USUAL_USD_PER_CARAT
    return max(100, int(usual * 100 * rng.lognormvariate(0.0, 0.25)))


def at_price(line: LotLine, cents: int) -> LotLine:
    """``line`` valued at ``cents`` a carat."""
    return replace(line, value_cents=max(1, line.carats * cents // 1000))
