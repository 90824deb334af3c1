"""Which code covers which pattern of the domain list, or why events cannot show it; read from ``coverage.csv``."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from schemas.errors import ConfigurationError

PATTERNS = {
    **{f"F{number}": name for number, name in enumerate(
        (
            "Forged certificate", "Certificate used twice or split", "Altered certificate", "Expired or pre-dated",
            "Under-invoicing and transfer mispricing", "Over-invoicing for loans", "Round-tripping",
            "Production above the footprint", "Phantom export", "Mirror gap", "Smuggling over a border",
            "Embargo bypassed by a valid certificate of another country", "Mixing to hide the origin",
            "Re-export above imports", "Illicit stock in a legal window", "Seal or container broken",
            "Weight drifts away", "Substitution at cutting", "Lab-grown among natural", "Wrong HS code",
            "Abuse of licences", "Payment that does not match", "Deals with a certificate in advance",
            "Bad official figure",
        ), 1,
    )},
    "1.2": "What a certificate states",
    "1.3": "Duties at export, in transit, at import",
    "1.4": "Recommended controls of Annex II",
    "1.7": "System of Warranties",
    "3": "Published figures",
    "4.2": "Mines and capacity",
    "4.4": "Sizes and times",
    "4.5": "Artisanal and small-scale mining",
    "5.1": "Russian stones",
    "5.2": "Other lists",
    "custody": "Custody itself",
}  # fmt: skip
"""The patterns by key, in the order in which they are printed."""

COLUMNS = ["pattern", "requirement", "codes", "reason"]


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement: the codes that check it, or the reason why events cannot show it, or part of it."""

    pattern: str
    requirement: str
    codes: tuple[str, ...]
    reason: str


@lru_cache(maxsize=1)
def coverage() -> tuple[Line, ...]:
    """Every line, by pattern. Raises ``ConfigurationError`` for an unknown pattern, or a line that says nothing."""
    text = resources.files("deploy").joinpath("catalogue", "coverage.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text), strict=True)
    if reader.fieldnames != COLUMNS:
        raise ConfigurationError(f"coverage.csv: expected the columns {COLUMNS}, got {reader.fieldnames}")
    lines = [Line(row["pattern"], row["requirement"], tuple(row["codes"].split()), row["reason"]) for row in reader]
    for line in lines:
        if line.pattern not in PATTERNS:
            raise ConfigurationError(f"coverage.csv: pattern {line.pattern!r} is none of {', '.join(PATTERNS)}")
        if not line.requirement or not (line.codes or line.reason):
            raise ConfigurationError(
                f"coverage.csv: a line of {line.pattern} needs a requirement, and codes or a reason"
            )
    order = list(PATTERNS)
    return tuple(sorted(lines, key=lambda line: order.index(line.pattern)))


def patterns_of(code: str) -> tuple[str, ...]:
    """Keys of the patterns that a rule or detector covers."""
    return tuple(dict.fromkeys(line.pattern for line in coverage() if code in line.codes))
