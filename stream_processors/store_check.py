"""What the store of a partition says of itself, and whether it is whole; read without disturbing who writes to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from schemas import codec
from schemas.errors import CorruptStoreError, QuarantineError, StopError
from schemas.events import CustodyEvent
from schemas.findings import Finding, FindingStatus
from schemas.identity import change_id
from schemas.records import ReferenceChanged, RulesChanged, Taint, Tick
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.partition_judge import Place
from stream_processors.rulebook import RuleBook
from stream_processors.sqlite_numbers import problems_of_numbers
from stream_processors.store_names import partition_of_store, place_of_snapshot
from stream_processors.stored import instant, stored_event

KEPT = (
    CustodyEvent.__name__,
    Tick.__name__,
    RulesChanged.__name__,
    Taint.__name__,
    ReferenceChanged.__name__,
)
"""Kinds of records that a store keeps."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store says of itself: the offset that it goes on at, the number of records it keeps, and their rules."""

    path: Path
    place: Place
    next: int
    crc: str
    rules: str
    records: int
    open_findings: int

    @property
    def bytes(self) -> int:
        """Size of the file."""
        return self.path.stat().st_size


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The store at ``path`` as it was last committed, whatever is written to it meanwhile.

    Raises ``CorruptStoreError`` where SQLite cannot make sense of it, and ``StopError`` where it cannot be read at all.
    """
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            database.execute("BEGIN")
            yield database
        finally:
            database.close()
    except sqlite3.OperationalError as error:
        raise StopError(f"{path} cannot be read ({error}); see that it is there and that you may read it") from error
    except sqlite3.DatabaseError as error:
        raise CorruptStoreError(f"{path} is damaged or no store ({error}); restore it from a snapshot") from error


def look(path: Path) -> Stored:
    """What the store at ``path`` says of itself. Raises ``CorruptStoreError`` when it does not say it."""
    with reading(path) as database:
        return _look(database, path)


def _look(database: sqlite3.Connection, path: Path) -> Stored:
    try:
        marks = dict(database.execute("SELECT name, value FROM mark").fetchall())
        return Stored(
            path=path,
            place=Place.read(marks["place"]),
            next=int(marks["next"]),
            crc=marks["crc"],
            rules=marks["rules"],
            records=_number(database, "SELECT coalesce(max(position), 0) FROM log"),
            open_findings=_number(database, "SELECT count(*) FROM published"),
        )
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        raise CorruptStoreError(f"{path} is not the store of a partition ({error})") from error
    except KeyError as error:
        raise CorruptStoreError(f"{path} is not the store of a partition: it has no mark {error}") from error
    except ValueError as error:
        raise CorruptStoreError(f"{path} has a mark that cannot be: {error}") from error


def _number(database: sqlite3.Connection, sql: str) -> int:
    return int(database.execute(sql).fetchone()[0])


def problems(path: Path) -> list[str]:
    """Everything that is wrong with a store as a file; nothing for one that is whole."""
    try:
        with reading(path) as database:
            damage = [" ".join(line.split()) for (line,) in database.execute("PRAGMA integrity_check(3)")]
            if damage != ["ok"]:
                return damage
            stored = _look(database, path)
            return [*_wrong_name(stored), *_wrong_numbers(database, stored), *_wrong_records(database)]
    except CorruptStoreError as error:
        return [str(error)]


def _wrong_name(stored: Stored) -> Iterator[str]:
    name = stored.path.name
    of_store, of_snapshot = partition_of_store(name), place_of_snapshot(name)
    if of_store is not None and of_store != stored.place.partition:
        yield f"the name says partition {of_store}, the store says {stored.place}"
    if of_snapshot is not None and of_snapshot != (stored.place.partition, stored.next):
        yield (
            f"the name says partition {of_snapshot[0]} at offset {of_snapshot[1]}, "
            f"the store says {stored.place} at offset {stored.next}"
        )


def _wrong_numbers(database: sqlite3.Connection, stored: Stored) -> Iterator[str]:
    """Positions are 1, 2, 3 ... without a gap, and histories and findings speak of none beyond."""
    count, first = database.execute("SELECT count(*), coalesce(min(position), 1) FROM log").fetchone()
    if (count, first) != (stored.records, 1):
        yield f"the log holds {count} records from position {first} to {stored.records}: some are missing"
    if stored.records and not stored.next:
        yield f"the log holds {stored.records} records, though no message was taken in"
    unknown = _number(database, "SELECT count(*) FROM history WHERE position NOT IN (SELECT position FROM log)")
    if unknown:
        yield f"histories name {unknown} records that the log does not hold"
    yield from problems_of_numbers(database)
    yield from _wrong_changes(database)
    later = _number(database, f"SELECT count(*) FROM findings WHERE position > {stored.records}")
    if later:
        yield f"{later} findings were caused by records that the log does not hold"


def _wrong_changes(database: sqlite3.Connection) -> Iterator[str]:
    """The list of changes of reference data names those of the log and no others; an old store may have no list."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'reference'").fetchone():
        return
    listed = {position for (position,) in database.execute("SELECT position FROM reference")}
    heads = database.execute(f"SELECT position, substr(payload, 1, {codec.HEADER_BYTES}) FROM log")
    held = {position for position, head in heads if codec.is_a(ReferenceChanged, bytes(head))}
    if listed != held:
        yield f"the list of changes of reference data differs from the log at position {min(listed ^ held)}"


def _wrong_records(database: sqlite3.Connection) -> Iterator[str]:
    """Headers, which say what a record is; there are a few of them."""
    heads = database.execute(
        f"SELECT substr(payload, 1, {codec.HEADER_BYTES}), count(*), min(position) FROM log GROUP BY 1 ORDER BY 3"
    )
    for head, count, position in heads:
        try:
            kind = codec.kind_of(bytes(head))
        except QuarantineError as error:
            yield f"{count} records, the first at position {position}, cannot be read: {error}"
            continue
        if kind not in KEPT:
            yield f"{count} records, the first at position {position}, are of the kind {kind}, which no store keeps"


def differences(path: Path, book: RuleBook, advance: Progress) -> list[str]:
    """Where the findings of a store differ from what its records lead to, judged again in memory.

    After a change of rules only what is open in the end can be computed again, and not since when it is known.
    """
    try:
        with reading(path) as database:
            return _differences(database, _look(database, path), book, advance)
    except CorruptStoreError as error:
        return [str(error)]


def _differences(database: sqlite3.Connection, stored: Stored, book: RuleBook, advance: Progress) -> list[str]:
    if stored.rules != book.fingerprint:
        return [f"judged under the rules {stored.rules}, and this program has {book.fingerprint}: not judged again"]
    said, has_changed = _judged_again(database, Engine(book, MemoryHistories(), owns=stored.place.owns), advance)
    held = _findings(database.execute("SELECT payload FROM published"))
    if has_changed:
        return _compare("open findings", map(_whenever, _standing(said)), map(_whenever, held))
    kept = _findings(database.execute("SELECT payload FROM findings"))
    return [*_compare("findings", said, kept), *_compare("open findings", _standing(said), held)]


def _judged_again(database: sqlite3.Connection, engine: Engine, advance: Progress) -> tuple[list[Finding], bool]:
    """What an engine says of the records, and whether the rules changed among them."""
    said: list[Finding] = []
    has_changed = False
    for position, known, payload in database.execute("SELECT position, known_at, payload FROM log ORDER BY position"):
        if codec.is_event(payload):
            said += engine.event(stored_event(payload, position), position, instant(known)).findings
        else:
            message = _message(payload, position)
            if isinstance(message, Tick):
                said += engine.tick(message.at, position, instant(known))
            elif isinstance(message, Taint):
                said += engine.taint(message, position, instant(known)).findings
            elif isinstance(message, ReferenceChanged):
                step = engine.reference_changed(message, change_id(message), position, instant(known))
                said += step.findings
            has_changed = has_changed or isinstance(message, RulesChanged)
        engine.take_told()  # went to the partitions of others, and is no part of this store
        advance(1)
    return said, has_changed


def _message(payload: bytes, position: int) -> codec.Message:
    try:
        return codec.decode(payload)
    except QuarantineError as error:
        raise CorruptStoreError(f"the record at position {position} cannot be read: {error}") from error


def _findings(rows: Iterable[tuple[bytes]]) -> list[Finding]:
    found = []
    for number, (payload,) in enumerate(rows, start=1):
        message = _message(payload, number)
        assert isinstance(message, Finding)
        found.append(message)
    return found


def _standing(findings: Iterable[Finding]) -> list[Finding]:
    """What is raised in the end."""
    last = {finding.finding_id: finding for finding in findings}
    return [finding for finding in last.values() if finding.status is FindingStatus.RAISED]


def _whenever(finding: Finding) -> Finding:
    """A finding without its place in the log."""
    return replace(finding, revision=0, known_at=instant(0))


def _compare(what: str, expected: Iterable[Finding], found: Iterable[Finding]) -> list[str]:
    wanted, there = set(expected), set(found)
    differing = [("missing", wanted - there), ("unexpected", there - wanted)]
    return [f"{what}: {len(some)} {how}, {_example(some)}" for how, some in differing if some]


def _example(findings: set[Finding]) -> str:
    one = min(findings, key=lambda finding: (finding.revision, finding.finding_id))
    return f"such as {one.rule} on {one.subject}, {one.status.lower()} at position {one.revision}"
