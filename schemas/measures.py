"""Weights and money as text for people, and the tolerances of weighing. Everything is an integer."""

from __future__ import annotations

CARAT = 1000
"""One carat (0.2 g) in the unit of every weight here: thousandths of a carat."""

WEIGHING_TOLERANCE = 20
"""Two weighings of the same goods may differ by 0.02 ct ..."""

WEIGHING_TOLERANCE_PER_MILLE = 1
"""... or by 0.1 %, whichever is more."""


def carats_text(carats: int) -> str:
    """Thousandths of a carat as a person writes them: ``3270`` is ``3.27 ct``."""
    sign = "-" if carats < 0 else ""
    whole, thousandths = divmod(abs(carats), CARAT)
    fraction = f"{thousandths:03d}"
    return f"{sign}{whole:,}.{fraction[:2]}{fraction[2].rstrip('0')} ct"


def dollars_text(cents: int) -> str:
    """US cents as a person writes them: ``109880200`` is ``US$1,098,802.00``."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}US${whole:,}.{rest:02d}"


def weighing_tolerance(carats: int) -> int:
    """Largest difference between two weighings of ``carats``: max(0.02 ct, 0.1 %), in thousandths of a carat."""
    return max(WEIGHING_TOLERANCE, carats * WEIGHING_TOLERANCE_PER_MILLE // 1000)


def weights_agree(first: int, second: int) -> bool:
    """Whether two weights are the same goods within the tolerance of weighing."""
    return abs(first - second) <= weighing_tolerance(max(first, second))
