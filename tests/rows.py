"""Row writers for tests that need no database: rows by id, in memory or in a file."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

from schemas import codec
from schemas.events import EventRecord
from schemas.findings import QuarantineRecord
from schemas.identity import change_id
from schemas.records import ReferenceChanged
from sinks.rows import Placed

Events = list[tuple[EventRecord, int, Any]]
Changes = list[tuple[ReferenceChanged, datetime]]


def row_ids(events: Events, findings: list[Placed], quarantine: list[QuarantineRecord]) -> list[tuple[str, str, bytes]]:
    """Table, id and content of every row that follows from these records; the same record gives the same row."""
    rows = []
    for record, position, known_at in events:
        rows.append(("events", f"{position}", known_at.isoformat().encode() + record.payload))
    for placed in findings:
        finding, place = placed.finding, f"{placed.partition}/{placed.offset}"
        rows.append(("findings", f"{finding.finding_id} {finding.revision} {finding.status}", codec.encode(finding)))
        rows.append(("finding_places", place, f"{finding.finding_id} {finding.revision}".encode()))
    for refused in quarantine:
        rows.append(("quarantine", refused.quarantine_id, codec.encode(refused)))
    return rows


def ids_of_changes(changes: Changes) -> list[tuple[str, str, bytes]]:
    """Table, id and content of the row of each change of reference data."""
    return [("reference_events", change_id(change), codec.encode(change)) for change, _ in changes]


class MemoryRows:
    """Keeps rows by table and id, and counts how often it was written to."""

    def __init__(self) -> None:
        """No rows."""
        self.rows: dict[tuple[str, str], bytes] = {}
        self.tokens: list[str] = []

    def write(self, events: Events, findings: list[Placed], quarantine: list[QuarantineRecord], token: str) -> None:
        """Keep the rows of these records."""
        self.tokens.append(token)
        self.rows.update({(table, key): row for table, key, row in row_ids(events, findings, quarantine)})

    def write_reference(self, changes: Changes, token: str) -> None:
        """Keep the rows of these changes."""
        self.tokens.append(token)
        self.rows.update({(table, key): row for table, key, row in ids_of_changes(changes)})


class FileRows:
    """Keeps rows by table and id in an SQLite file, row by row, so that a process can die between two of them."""

    def __init__(self, path: Path) -> None:
        """The rows in the file at ``path``."""
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS rows (place TEXT, id TEXT, row BLOB, PRIMARY KEY (place, id)) WITHOUT ROWID"
        )

    def write(self, events: Events, findings: list[Placed], quarantine: list[QuarantineRecord], token: str) -> None:
        """Keep the rows of these records."""
        for row in row_ids(events, findings, quarantine):
            self.put(row)

    def write_reference(self, changes: Changes, token: str) -> None:
        """Keep the rows of these changes."""
        for row in ids_of_changes(changes):
            self.put(row)

    def put(self, row: tuple[str, str, bytes]) -> None:
        """Keep one row."""
        self._database.execute("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", row)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
