"""Puts events and findings into a store the way a sink does, and empties it between the examples of a property."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from schemas.codec import record_of
from schemas.events import CustodyEvent
from schemas.findings import Finding
from schemas.ports import Row, RowStore
from sinks.rows import Placed
from sinks.writer import Writer
from tests.build import instant

KNOWN = instant("2025-01-01")
TABLES = (
    "events",
    "lot_events",
    "lineage",
    "certificate_events",
    "findings_log",
    "findings",
    "finding_places",
    "quarantine",
    "reference_events",
)
VIEWS = (
    "current_events",
    "current_lot_events",
    "current_lineage",
    "current_certificate_events",
    "current_shipment_lines",
    "lots",
    "certificates",
)

_batches = count()


def known_at(position: int) -> datetime:
    """When the record at a position reached the log: a minute after the one before."""
    return KNOWN + timedelta(minutes=position)


def store_events(store: RowStore, events: Sequence[CustodyEvent], first: int = 1) -> None:
    """Write events as one batch at the positions from ``first`` on."""
    batch = [(record_of(event), first + n, known_at(first + n)) for n, event in enumerate(events)]
    Writer(store).write(batch, [], [], f"batch {next(_batches)}")


def store_findings(store: RowStore, findings: Sequence[Finding]) -> None:
    """Write findings as one batch, at the next places of partition 0 of their log, which begins with 1."""
    ((last,),) = store.query("SELECT max(log_offset) FROM finding_places WHERE log_partition = 0").rows
    placed = [Placed(finding, 0, offset) for offset, finding in enumerate(findings, int(str(last)) + 1)]
    Writer(store).write([], placed, [], f"batch {next(_batches)}")


def empty(store: RowStore) -> None:
    """Forget every record."""
    for table in TABLES:
        store.command(f"TRUNCATE TABLE {table}")


def current(store: RowStore, view: str, *, timeless: bool = False) -> list[Row]:
    """The rows of a view in one order; ``timeless`` leaves out where and when they reached the log."""
    columns = store.query(f"SELECT * FROM {view} LIMIT 0").columns
    chosen = [name for name in columns if not timeless or name not in {"first_position", "first_known_at"}]
    return sorted(store.query(f"SELECT {', '.join(chosen)} FROM {view}").rows, key=repr)
