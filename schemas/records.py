"""What travels on the log beside events, findings and quarantine records: time as data, and changes of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has come to ``at``; deadlines before it are due."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RulesChanged:
    """Judge everything anew: the rule book, or the reference data it judges against, has another ``fingerprint``."""

    fingerprint: str
