"""Why a rule or detector has no scenario of some kind, where one would make no sense; read from the CSV beside."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib import resources

from producers.simulator.kinds import Kind
from schemas.errors import ConfigurationError

NEEDED = (Kind.PLAIN, Kind.NEAR, Kind.DISGUISED)
"""The kinds of which every code and every pattern has a scenario, or a reason why not."""

COLUMNS = ["code", "kind", "reason"]


@lru_cache(maxsize=1)
def reasons() -> dict[tuple[str, Kind], str]:
    """The reason by code and kind. Raises ``ConfigurationError`` for a line that is not what it should be."""
    text = resources.files("deploy").joinpath("catalogue", "without_scenario.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text), strict=True)
    if reader.fieldnames != COLUMNS:
        raise ConfigurationError(f"without_scenario.csv: expected the columns {COLUMNS}, got {reader.fieldnames}")
    found: dict[tuple[str, Kind], str] = {}
    for row in reader:
        if row["kind"] not in NEEDED or not row["code"] or not row["reason"]:
            raise ConfigurationError(
                f"without_scenario.csv: expected a code, one of {', '.join(NEEDED)} and a reason, got {row}"
            )
        found[row["code"], Kind(row["kind"])] = row["reason"]
    return found
