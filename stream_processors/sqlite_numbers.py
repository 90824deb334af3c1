"""The numbers of emitters in the file of a partition: ranges, and which record of the log used which number.

A commit writes the ranges that changed, one row for an emitter without gaps however many events it sent, and one small
row for each new event. Who used a number is read from the log when it is asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from schemas.events import EventRecord
from stream_processors.custody.emitter import EmitterHistory
from stream_processors.custody.numbering import Ranges, Use

TABLES = """
CREATE TABLE IF NOT EXISTS numbers (
    subject TEXT NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (subject, number, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ranges (
    subject TEXT NOT NULL, lowest INTEGER NOT NULL, highest INTEGER NOT NULL, PRIMARY KEY (subject, lowest)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reused (
    subject TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (subject, number)
) WITHOUT ROWID;
"""

MOST_WAITING = 10_000
"""Rows that wait to be written."""


class SqliteNumbers:
    """Histories of emitters in a database with ``TABLES``. ``record_at`` gives the event at a position of the log."""

    def __init__(self, database: sqlite3.Connection, record_at: Callable[[int], EventRecord]) -> None:
        self._database = database
        self._record_at = record_at
        self._latest: tuple[str, Use] | None = None  # its record is not in the log yet
        self._added = False
        self._new: list[tuple[str, int, int]] = []
        self._changed: dict[str, EmitterHistory] = {}

    def load(self, subject: str) -> EmitterHistory:
        """The history of an emitter, without what was published of it."""
        ranges = self._database.execute(
            "SELECT lowest, highest FROM ranges WHERE subject = ? ORDER BY lowest", (subject,)
        )
        reused = self._database.execute("SELECT number FROM reused WHERE subject = ?", (subject,))
        return EmitterHistory(subject, _Uses(self, subject), Ranges(ranges), {number for (number,) in reused})

    def of(self, subject: str, number: int) -> list[Use]:
        """Who used a number of an emitter."""
        self._flush_numbers()
        rows = self._database.execute(
            "SELECT position FROM numbers WHERE subject = ? AND number = ? ORDER BY position", (subject, number)
        )
        found = [_use(self._record_at(position)) for (position,) in rows.fetchall()]
        if self._latest is not None and self._latest[0] == subject and self._latest[1].number == number:
            found.append(self._latest[1])
        return found

    def add(self, subject: str, use: Use) -> None:
        """A number was used by the record whose position ``changed`` tells next."""
        self._latest, self._added = (subject, use), True

    def changed(self, history: EmitterHistory, position: int) -> None:
        """Note what to write: ``history`` took in the record at ``position``, or none where it is 0."""
        self._changed[history.subject] = history
        if self._added and self._latest is not None:
            subject, use = self._latest
            self._new.append((subject, use.number, position))
            self._added = False
        if len(self._new) >= MOST_WAITING:
            self._flush_numbers()

    def flush(self) -> None:
        """Write what was noted."""
        self._flush_numbers()
        for subject, history in self._changed.items():
            ranges = history.ranges.changed
            if ranges:
                gone = [(subject, lowest) for lowest, highest in ranges.items() if highest is None]
                self._database.executemany("DELETE FROM ranges WHERE subject = ? AND lowest = ?", gone)
                kept = [(subject, lowest, highest) for lowest, highest in ranges.items() if highest is not None]
                self._database.executemany("INSERT OR REPLACE INTO ranges VALUES (?, ?, ?)", kept)
                ranges.clear()
            reused = [(subject, number) for number in history.new_reused]
            self._database.executemany("INSERT OR IGNORE INTO reused VALUES (?, ?)", reused)
            history.new_reused.clear()
        self._changed.clear()

    def _flush_numbers(self) -> None:
        if self._new:
            self._database.executemany("INSERT OR IGNORE INTO numbers VALUES (?, ?, ?)", self._new)
            self._new.clear()


class _Uses:
    """``custody.numbering.Uses`` of one emitter."""

    __slots__ = ("_numbers", "_subject")

    def __init__(self, numbers: SqliteNumbers, subject: str) -> None:
        self._numbers = numbers
        self._subject = subject

    def of(self, number: int) -> list[Use]:
        """What was added under ``number``."""
        return self._numbers.of(self._subject, number)

    def add(self, use: Use) -> None:
        """Keep one more use."""
        self._numbers.add(self._subject, use)


def _use(record: EventRecord) -> Use:
    event = record.event
    assert event.sequence is not None, "only events with a number are noted under one"
    return Use(event.sequence, event.event_id, record.digest, event.recorded_at, event.error_declaration is not None)


def problems_of_numbers(database: sqlite3.Connection) -> list[str]:
    """What is wrong with the numbers in a file; nothing also for one that knows none, as before there were any."""
    if database.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('numbers', 'ranges')").fetchone()[0] < 2:
        return []
    found = []
    (unknown,) = database.execute(
        "SELECT count(*) FROM numbers WHERE position NOT IN (SELECT position FROM log)"
    ).fetchone()
    if unknown:
        found.append(f"numbers of emitters name {unknown} records that the log does not hold")
    (wrong,) = database.execute(f"SELECT count(*) FROM ({_DIFFERING})").fetchone()
    if wrong:
        found.append(f"{wrong} ranges of numbers are not those of the numbers that were used")
    return found


_ISLANDS = """
SELECT subject, min(number) AS lowest, max(number) AS highest FROM (
    SELECT subject, number, number - row_number() OVER (PARTITION BY subject ORDER BY number) AS island
    FROM (SELECT DISTINCT subject, number FROM numbers)
) GROUP BY subject, island
"""
_DIFFERING = f"""
SELECT * FROM (SELECT subject, lowest, highest FROM ranges EXCEPT {_ISLANDS})
UNION ALL
SELECT * FROM ({_ISLANDS} EXCEPT SELECT subject, lowest, highest FROM ranges)
"""
