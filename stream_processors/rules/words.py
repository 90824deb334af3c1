"""How rules write counts, days, shares and sets of names for people. Whole numbers only; nothing is rounded up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta


def count_text(number: int, noun: str) -> str:
    """``1 stone``, ``12,000 stones``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def days_text(span: timedelta) -> str:
    """Whole days of a span: ``21 days``."""
    return count_text(span.days, "day")


def share_text(part: int, whole: int) -> str:
    """``part`` of ``whole``, in tenths of a per cent: ``31.2 %``. Raises ZeroDivisionError for a whole of nothing."""
    tenths = part * 1000 // whole
    return f"{tenths // 10:,}.{tenths % 10} %"


def names_text(names: Iterable[str]) -> str:
    """Sorted names without repeats, or ``none``."""
    return ", ".join(sorted(set(names))) or "none"
