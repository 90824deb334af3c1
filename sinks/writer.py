"""Records of the log become rows, and rows become blocks in a store. Sending a batch again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from schemas.events import EventRecord
from schemas.findings import QuarantineRecord
from schemas.ports import Row, RowStore
from schemas.records import ReferenceChanged
from sinks.batching import BatchLimits, Gathered
from sinks.reference_events import REFERENCE_EVENTS, row_of_change
from sinks.rows import (
    EVENTS,
    FINDING_PLACES,
    FINDINGS,
    FINDINGS_LOG,
    QUARANTINE,
    Placed,
    row_of_finding,
    row_of_place,
    row_of_quarantine,
    rows_of_event,
)

BLOCK = BatchLimits(rows_max=50_000, bytes_max=16 * 1024 * 1024)
"""What one table gets at once; bytes are those of events (as JSON up to four times as many) and of refused inputs."""


class Writer:
    """Writes batches to a store. Its blocks depend on the batch's content alone, so a repeat sends the same blocks."""

    def __init__(self, store: RowStore, block: BatchLimits = BLOCK) -> None:
        """A writer on an open store whose tables are migrated; a block is sent as soon as it reaches ``block``."""
        self._store = store
        self._block = block

    def write(
        self,
        events: Sequence[tuple[EventRecord, int, datetime]],
        findings: Sequence[Placed],
        quarantine: Sequence[QuarantineRecord],
        token: str,
    ) -> None:
        """Store everything that follows from these records; ``token`` names source and range of the batch.

        When it raises, some tables may be ahead of others; writing the same batch again makes them equal.
        """
        blocks = _Blocks(self._store, self._block, token)
        for record, position, known_at in events:
            for table, rows in rows_of_event(record, position, known_at).items():
                blocks.add(table, rows, len(record.payload) if table == EVENTS.table else 0)
        for placed in findings:  # of two with one id and revision the tables keep the last
            row = row_of_finding(placed.finding)
            blocks.add(FINDINGS_LOG.table, [row])
            blocks.add(FINDINGS.table, [row])
            blocks.add(FINDING_PLACES.table, [row_of_place(placed)])  # after what stands there: readers rely on it
        for refused in quarantine:
            blocks.add(QUARANTINE.table, [row_of_quarantine(refused)], len(refused.payload))
        blocks.send_all()

    def write_reference(self, changes: Sequence[tuple[ReferenceChanged, datetime]], token: str) -> None:
        """Store changes of reference data, each with when it reached the log; ``token`` names the batch."""
        blocks = _Blocks(self._store, self._block, token)
        for change, known_at in changes:
            blocks.add(
                REFERENCE_EVENTS.table, [row_of_change(change, known_at)], sum(len(cell.value) for cell in change.cells)
            )
        blocks.send_all()


class _Blocks:
    """Gathers rows by table and sends a block when it is full; the token of a block counts the blocks of its table."""

    def __init__(self, store: RowStore, limits: BatchLimits, token: str) -> None:
        self._store = store
        self._limits = limits
        self._token = token
        self._rows: dict[str, list[Row]] = {}
        self._gathered: dict[str, Gathered] = {}
        self._sent: Counter[str] = Counter()

    def add(self, table: str, rows: list[Row], size: int = 0) -> None:
        """Rows of one record; ``size`` bytes of them are of no fixed width."""
        self._rows.setdefault(table, []).extend(rows)
        gathered = self._gathered[table] = self._gathered.get(table, Gathered()).plus(len(rows), size)
        if gathered.is_full(self._limits):
            self._send(table)

    def send_all(self) -> None:
        """Send what is left, table by table."""
        for table in list(self._rows):
            self._send(table)

    def _send(self, table: str) -> None:
        rows = self._rows.pop(table)
        del self._gathered[table]
        self._sent[table] += 1
        self._store.insert(table, rows, f"{self._token} {table} {self._sent[table]}")
