"""A documented case as statistical detectors see it: its own events and its own published figures, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from producers.cases import Case
from schemas.codec import record_of
from schemas.errors import ConfigurationError
from schemas.findings import Finding
from schemas.ports import RowStore
from schemas.reference.load import load_reference
from sinks.detectors import Detector, run_detectors
from sinks.reference_rows import PARTICIPANT_STATUS, PARTICIPANTS, PRODUCTION, SITES, TRADE, load_tables, reference_rows
from sinks.writer import Writer

KEPT = (PARTICIPANTS.table, PARTICIPANT_STATUS.table, SITES.table)
"""Reference tables that a case has too; published figures are the case's own."""


def look_at(case: Case, rows: RowStore, detectors: Iterable[Detector] | None = None) -> list[Finding]:
    """What detectors, by default all, find in a case at its ``detect_on``; ``rows`` are empty tables, filled by this.

    Raises ``ConfigurationError`` for a case that names no such instant.
    """
    if case.detect_on is None:
        raise ConfigurationError(f"case {case.name} says not on which day detectors look at it; give it detect_on")
    known = reference_rows(load_reference())
    own = {
        PRODUCTION.table: [PRODUCTION.row(figure) for figure in case.production],
        TRADE.table: [TRADE.row(figure) for figure in case.trade],
    }
    load_tables(rows, {**{table: known[table] for table in KEPT}, **own}, case.detect_on)
    events = [(record_of(event), place, event.recorded_at) for place, event in enumerate(case.events, 1)]
    Writer(rows).write(events, [], [], f"case {case.name}")
    return run_detectors(rows, len(events) + 1, case.detect_on, detectors)
