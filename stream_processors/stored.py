"""What stands in the file of a log, read back: instants as numbers, records as bytes."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas import codec
from schemas.errors import CorruptStoreError, QuarantineError
from schemas.events import EventRecord
from schemas.findings import Finding, QuarantineRecord
from schemas.records import ReferenceChanged, Taint

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(instant: datetime) -> int:
    """Whole microseconds since 1970 UTC."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def instant(value: int) -> datetime:
    """The UTC instant of ``value`` microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


def stored_finding(payload: bytes) -> Finding:
    """A finding that was kept. Raises ``CorruptStoreError`` for one that cannot be read."""
    try:
        message = codec.decode(payload)
    except QuarantineError as error:  # not the fault of the event that is judged now
        raise CorruptStoreError(f"a finding that was kept cannot be read any more ({error})") from error
    assert isinstance(message, Finding)
    return message


def stored_refusal(payload: bytes) -> QuarantineRecord:
    """A refused input that was kept."""
    message = codec.decode(payload)
    assert isinstance(message, QuarantineRecord)
    return message


def stored_change(payload: bytes, position: int) -> ReferenceChanged:
    """The change of reference data at ``position``. Raises ``CorruptStoreError`` for anything else."""
    try:
        message = codec.decode(payload)
    except QuarantineError as error:
        raise CorruptStoreError(
            f"the change of reference data at position {position} cannot be read: {error}"
        ) from error
    if not isinstance(message, ReferenceChanged):
        raise CorruptStoreError(f"expected a change of reference data at position {position}, got {type(message)}")
    return message


def stored_event(payload: bytes, position: int) -> EventRecord:
    """The event at ``position`` of a log. Raises ``CorruptStoreError``: what was once accepted must stay readable."""
    try:
        return codec.decode_event(payload)
    except QuarantineError as error:
        raise CorruptStoreError(
            f"the log holds no readable event at position {position} ({error}); restore the file from a copy, "
            "or use the version of this program that wrote it"
        ) from error


def stored_taint(payload: bytes, position: int) -> Taint:
    """What one lot told another, at ``position`` of a log. Raises ``CorruptStoreError`` likewise."""
    try:
        message = codec.decode(payload)
    except QuarantineError as error:
        raise CorruptStoreError(f"the log cannot be read at position {position} ({error})") from error
    assert isinstance(message, Taint)
    return message


def marked_in(path: Path, name: str) -> str | None:
    """What the log at ``path`` remembers under ``name``, read without opening it for judging; None without a log."""
    if not path.exists():
        return None
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            row = database.execute("SELECT value FROM mark WHERE name = ?", (name,)).fetchone()
        finally:
            database.close()
    except sqlite3.DatabaseError as error:
        raise not_a_log(path, error) from error
    return None if row is None else str(row[0])


def not_a_log(path: Path, error: sqlite3.DatabaseError) -> CorruptStoreError:
    """What is said of a file that SQLite cannot make sense of."""
    return CorruptStoreError(
        f"{path} is not a log of caratrace ({error}); name another folder, or restore the file from a copy"
    )
