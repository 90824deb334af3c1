"""Records of the log become rows, and rows become blocks in a store. Sending a batch again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from schemas.events import EventRecord
from schemas.findings import Finding, QuarantineRecord
from schemas.ports import Row, RowStore
from sinks.rows import EVENTS, FINDINGS, FINDINGS_LOG, QUARANTINE, row_of_finding, row_of_quarantine, rows_of_event

BLOCK_ROWS_MAX = 50_000
"""Rows of one table sent as one block."""

BLOCK_PAYLOAD_BYTES_MAX = 16 * 1024 * 1024
"""Bytes of events and of refused inputs sent as one block; as JSON an event is up to about four times its Avro."""


class Writer:
    """Writes batches to a store. Its blocks depend on the batch's content alone, so a repeat sends the same blocks."""

    def __init__(self, store: RowStore) -> None:
        """A writer on an open store whose tables are migrated."""
        self._store = store

    def write(
        self,
        events: Sequence[tuple[EventRecord, int, datetime]],
        findings: Sequence[Finding],
        quarantine: Sequence[QuarantineRecord],
        token: str,
    ) -> None:
        """Store everything that follows from these records; ``token`` names source and range of the batch.

        When it raises, some tables may be ahead of others; writing the same batch again makes them equal.
        """
        blocks = _Blocks(self._store, token)
        for record, position, known_at in events:
            for table, rows in rows_of_event(record, position, known_at).items():
                blocks.add(table, rows, len(record.payload) if table == EVENTS.table else 0)
        for finding in _last_of_each_revision(findings):
            row = row_of_finding(finding)
            blocks.add(FINDINGS_LOG.table, [row])
            blocks.add(FINDINGS.table, [row])
        for refused in quarantine:
            blocks.add(QUARANTINE.table, [row_of_quarantine(refused)], len(refused.payload))
        blocks.send_all()


def _last_of_each_revision(findings: Iterable[Finding]) -> Iterable[Finding]:
    """One record may change a verdict twice (it may reach a subject in two roles); what it led to in the end counts."""
    return {(finding.finding_id, finding.revision): finding for finding in findings}.values()


class _Blocks:
    """Gathers rows by table and sends a block when it is full; the token of a block counts the blocks of its table."""

    def __init__(self, store: RowStore, token: str) -> None:
        self._store = store
        self._token = token
        self._rows: dict[str, list[Row]] = {}
        self._bytes: Counter[str] = Counter()
        self._sent: Counter[str] = Counter()

    def add(self, table: str, rows: list[Row], size: int = 0) -> None:
        """Rows of one record; ``size`` bytes of them are of no fixed width."""
        waiting = self._rows.setdefault(table, [])
        waiting += rows
        self._bytes[table] += size
        if len(waiting) >= BLOCK_ROWS_MAX or self._bytes[table] >= BLOCK_PAYLOAD_BYTES_MAX:
            self._send(table)

    def send_all(self) -> None:
        """Send what is left, table by table."""
        for table in list(self._rows):
            self._send(table)

    def _send(self, table: str) -> None:
        rows = self._rows.pop(table)
        self._bytes[table] = 0
        self._sent[table] += 1
        self._store.insert(table, rows, f"{self._token} {table} {self._sent[table]}")
