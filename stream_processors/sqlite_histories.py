"""The log and the histories of one partition in one SQLite file, written together in one transaction.

The log holds everything that can change a verdict; histories are lists of positions in it. So a process that dies at
any instant leaves a file in which log, histories, deadlines and findings agree, and the next one goes on from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from schemas import codec
from schemas.errors import CorruptStoreError, StopError
from schemas.events import EventRecord
from schemas.findings import Finding, FindingStatus, QuarantineRecord
from schemas.records import ReferenceChanged, Taint
from schemas.reference.concerned import Concerned
from schemas.routing import Share, SubjectKind, shares
from stream_processors.custody.emitter import EmitterHistory
from stream_processors.custody.history import History
from stream_processors.dispatch import Place
from stream_processors.engine import BEGINNING, everything
from stream_processors.mentions import Mentions, emitters_named
from stream_processors.rulebook import RuleBook
from stream_processors.sqlite_numbers import TABLES as NUMBERS
from stream_processors.sqlite_numbers import SqliteNumbers
from stream_processors.stored import (
    instant,
    micros,
    not_a_log,
    stored_change,
    stored_event,
    stored_finding,
    stored_refusal,
    stored_taint,
)
from stream_processors.verdicts import as_verdict

DECODED = 128
"""Records of the log that stay decoded while histories are read: the lots of one shipment all ask for the same ones."""

_Event = tuple[EventRecord, dict[str, list[Share]]]

NUMBERED = "numbered"
"""Mark of a file that knows the numbers of all events in its log; one of an older version does not."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY, known_at INTEGER NOT NULL, payload BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS history (subject TEXT NOT NULL, position INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS history_by_subject ON history (subject);
CREATE TABLE IF NOT EXISTS due (subject TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS due_by_instant ON due (at);
CREATE TABLE IF NOT EXISTS published (finding_id TEXT PRIMARY KEY, subject TEXT NOT NULL, payload BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS published_by_subject ON published (subject);
CREATE TABLE IF NOT EXISTS findings (number INTEGER PRIMARY KEY, position INTEGER NOT NULL, payload BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS quarantine (
    number INTEGER PRIMARY KEY, quarantine_id TEXT UNIQUE NOT NULL, payload BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS told (finding_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reference (position INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class UnusableStore(StopError):
    """The file cannot be read or written; it may be whole all the same."""


class SqliteHistories:
    """A ``HistoryStore`` and the log it is derived from. Nothing is durable before ``commit``."""

    def __init__(
        self,
        path: Path,
        book: RuleBook,
        cached: int = 200_000,
        *,
        synced: bool = True,
        owns: Callable[[str], bool] = everything,
    ) -> None:
        """Open or create the file at ``path``; at most ``cached`` histories stay in memory between commits.

        ``owns`` says of which subjects there are histories here.
        ``synced``: whether a commit outlives a loss of power. Without it, one of the last may be undone by that, and
        only by that; the file is whole either way. That is for those who can read again what they had taken in.
        """
        try:
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute(f"PRAGMA synchronous={'FULL' if synced else 'NORMAL'}")
            self._database.executescript(_SCHEMA + NUMBERS)
            self._database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise UnusableStore(
                f"{path} cannot be written ({error}); end the other process that uses it, or make the file writable"
            ) from error
        except sqlite3.DatabaseError as error:
            raise not_a_log(path, error) from error
        self._owns = owns
        self._cached = cached
        self._histories: dict[str, History] = {}
        self._new_history: list[tuple[str, int]] = []
        self._new_due: dict[str, int | None] = {}
        self._mentions: Mentions | None = None
        self._told = lru_cache(maxsize=DECODED)(self._read_told)
        self._numbers = SqliteNumbers(self._database, self._event)
        self.position = int(self._one("SELECT coalesce(max(position), 0) FROM log"))
        if self.position == 0:
            self._database.execute("INSERT OR REPLACE INTO mark VALUES (?, 'yes')", (NUMBERED,))
        self.book = self._after_changes(book)

    # ------------------------------------------------------------------------------------------- the history store

    def history(self, kind: SubjectKind, subject: str) -> History:
        """The history of ``subject``, read from disk where it is not in memory."""
        found = self._histories.get(subject)
        if found is None:
            found = self._histories[subject] = self._load(kind, subject)
        return found

    def _load(self, kind: SubjectKind, subject: str) -> History:
        history = self._load_emitter(subject) if kind is SubjectKind.EMITTER else History(kind, subject)
        rows = self._database.execute("SELECT position FROM history WHERE subject = ? ORDER BY position", (subject,))
        events: list[_Event] = []
        for told in [self._told(position) for (position,) in rows]:
            if isinstance(told, Taint):
                history.hear(told)
            else:
                events.append(told)
        for record, by_subject in sorted(events, key=lambda one: one[0].event.occurred_at):  # so that few refold
            for share in by_subject[subject]:
                history.put(record, share, self.book)
        published = self._database.execute("SELECT payload FROM published WHERE subject = ?", (subject,))
        verdicts = [as_verdict(stored_finding(payload)) for (payload,) in published]
        history.published = {verdict.key: verdict for verdict in verdicts}
        (at,) = self._database.execute("SELECT max(at) FROM due WHERE subject = ?", (subject,)).fetchone()
        at = self._new_due.get(subject, at)
        history.recall(None if at is None else instant(at))
        return history

    def _load_emitter(self, subject: str) -> EmitterHistory:
        if self.marked(NUMBERED) is None:
            self._number_what_is_here()
            self._flush()
        return self._numbers.load(subject)

    def _number_what_is_here(self) -> None:
        """Take the numbers of all events from the log: a version before this one did not keep them."""
        self.mark(NUMBERED, "yes")
        for position, _, payload in self._database.execute("SELECT * FROM log ORDER BY position"):
            record = stored_event(payload, position) if codec.is_event(payload) else None
            if record is None or record.event.sequence is None:
                continue
            for share in shares(record.event):
                if share.kind is SubjectKind.EMITTER and self._owns(share.subject):
                    history = self.history(share.kind, share.subject)
                    if history.put(record, share, self.book):
                        self.changed(history, position, None)

    def _event(self, position: int) -> EventRecord:
        told = self._told(position)
        assert not isinstance(told, Taint), "numbers are those of events"
        return told[0]

    def _read_told(self, position: int) -> _Event | Taint:
        """The event at ``position``, and what it tells each of its subjects; or what one lot tells another."""
        (payload,) = self._database.execute("SELECT payload FROM log WHERE position = ?", (position,)).fetchone()
        if codec.is_a(Taint, payload):
            return stored_taint(payload, position)
        record = stored_event(payload, position)
        by_subject: dict[str, list[Share]] = {}
        for share in shares(record.event):
            by_subject.setdefault(share.subject, []).append(share)
        return record, by_subject

    def changed(self, history: History, position: int, due: datetime | None) -> None:
        """Note what to write at the next commit."""
        if isinstance(history, EmitterHistory):
            self._numbers.changed(history, position)
        elif position:
            self._new_history.append((history.subject, position))
        self._new_due[history.subject] = None if due is None else micros(due)

    def due_before(self, instant: datetime) -> Iterable[History]:
        """Histories with a deadline before ``instant``, in order of their subjects."""
        self._flush()
        rows = self._database.execute("SELECT subject FROM due WHERE at < ? ORDER BY subject", (micros(instant),))
        return [self.history(SubjectKind(subject.split(":", 1)[0]), subject) for (subject,) in rows.fetchall()]

    def all(self) -> Iterator[History]:
        """Every history, in order of subjects."""
        self._flush()
        for subject in self._subjects():
            yield self.history(SubjectKind(subject.split(":", 1)[0]), subject)

    def _subjects(self) -> list[str]:
        """The subjects of all histories, in order."""
        if self.marked(NUMBERED) is None:
            self._number_what_is_here()
            self._flush()
        rows = self._database.execute("SELECT subject FROM history UNION SELECT subject FROM ranges ORDER BY subject")
        return [subject for (subject,) in rows]

    def naming(self, wanted: Concerned) -> Iterator[History]:
        """At least the histories with an event that names something of what is ``wanted``, in order of subjects.

        The bytes of the log are looked through, once for all that ``foresee`` announced: an index of all names would
        cost more at every event than is ever saved.
        """
        self._flush()
        if self._mentions is None or not wanted <= self._mentions.wanted:
            self._mentions = Mentions(wanted)
        upto = self._mentions.upto
        self._mentions.look_through(
            self._database.execute("SELECT position, payload FROM log WHERE position > ? ORDER BY position", (upto,))
        )
        positions = self._mentions.positions(wanted)
        self._database.execute("CREATE TEMP TABLE IF NOT EXISTS naming (position INTEGER PRIMARY KEY)")
        self._database.execute("DELETE FROM naming")
        self._database.executemany("INSERT INTO naming VALUES (?)", [(position,) for position in positions])
        rows = self._database.execute(
            "SELECT DISTINCT subject FROM history WHERE position IN (SELECT position FROM naming)"
        )
        named = {subject for (subject,) in rows} | emitters_named(wanted).intersection(self._emitters())
        for subject in sorted(named):
            yield self.history(SubjectKind(subject.split(":", 1)[0]), subject)

    def _emitters(self) -> set[str]:
        if self.marked(NUMBERED) is None:
            self._number_what_is_here()
            self._flush()
        return {subject for (subject,) in self._database.execute("SELECT DISTINCT subject FROM ranges")}

    def seen_by(self, places: frozenset[Place], codes: frozenset[str]) -> Iterator[History]:
        """Histories with an event in one of ``places``, or a published verdict of a rule of ``codes``, in order of
        subjects. The events of the log are read for it, and no history that is not given.
        """
        self._flush()
        seen = {finding.subject for finding in self.open_findings() if finding.rule in codes}
        held = set(self._subjects())
        for position, payload in self._database.execute("SELECT position, payload FROM log ORDER BY position"):
            if codec.is_event(payload):
                event = stored_event(payload, position).event
                seen |= {one.subject for one in shares(event) if (one.kind, type(event.body), one.role) in places}
        for subject in sorted(seen & held):
            yield self.history(SubjectKind(subject.split(":", 1)[0]), subject)

    def foresee(self, wanted: Concerned) -> None:
        """Histories will be asked for that name parts of what is ``wanted``, until the next commit."""
        self._mentions = None if wanted.everything else Mentions(wanted)

    def judged_by(self, book: RuleBook) -> None:
        """From now on histories are read under ``book``."""
        self.book = book

    def _after_changes(self, book: RuleBook) -> RuleBook:
        """``book`` with the reference data as the changes in the log have left them."""
        reference = book.reference
        for change in self.reference_changes():
            reference = reference.after(change)
        return book if reference is book.reference else book.with_reference(reference)

    def reference_changes(self, known_at: datetime | None = None) -> list[ReferenceChanged]:
        """The changes of reference data in the log, in its order; only those that were there at ``known_at``."""
        rows = self._database.execute(
            "SELECT log.position, payload FROM reference JOIN log ON log.position = reference.position "
            "WHERE ? IS NULL OR known_at <= ? ORDER BY log.position",
            2 * (None if known_at is None else micros(known_at),),
        )
        return [stored_change(payload, position) for position, payload in rows]

    # ------------------------------------------------------------------------------------------------------ the log

    def append(self, payload: bytes, known_at: datetime, position: int) -> None:
        """Put one record at ``position``, which must be the next one."""
        if position != self.position + 1:
            raise CorruptStoreError(f"the log ends at {self.position}; position {position} does not follow")
        self._database.execute("INSERT INTO log VALUES (?, ?, ?)", (position, micros(known_at), payload))
        if codec.is_a(ReferenceChanged, payload):
            self._database.execute("INSERT INTO reference VALUES (?)", (position,))
        self.position = position

    def publish(self, findings: Iterable[Finding], position: int) -> None:
        """Keep revisions of findings for the sinks, and what is open now for the next comparison."""
        for finding in findings:
            payload = codec.encode(finding)
            self._database.execute("INSERT INTO findings (position, payload) VALUES (?, ?)", (position, payload))
            if finding.status is FindingStatus.RAISED:
                self._database.execute(
                    "INSERT OR REPLACE INTO published VALUES (?, ?, ?)", (finding.finding_id, finding.subject, payload)
                )
            else:
                self._database.execute("DELETE FROM published WHERE finding_id = ?", (finding.finding_id,))

    def set_aside(self, record: QuarantineRecord) -> bool:
        """Keep a refused input; False when the same one is already kept."""
        cursor = self._database.execute(
            "INSERT OR IGNORE INTO quarantine (quarantine_id, payload) VALUES (?, ?)",
            (record.quarantine_id, codec.encode(record)),
        )
        return cursor.rowcount > 0

    def mark(self, name: str, value: str) -> None:
        """Remember ``value`` under ``name``, in the same transaction as everything else."""
        self._database.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", (name, value))

    def swap(self, name: str, before: str, after: str) -> bool:
        """Remember ``after`` in place of ``before``; False when something else is remembered."""
        cursor = self._database.execute("UPDATE mark SET value = ? WHERE name = ? AND value = ?", (after, name, before))
        return cursor.rowcount == 1

    def forget(self, name: str) -> None:
        """Remember nothing under ``name``."""
        self._database.execute("DELETE FROM mark WHERE name = ?", (name,))

    def marked(self, name: str) -> str | None:
        """What was remembered under ``name``."""
        row = self._database.execute("SELECT value FROM mark WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    @property
    def now(self) -> datetime:
        """The last tick."""
        value = self.marked("now")
        return BEGINNING if value is None else instant(int(value))

    def records(self, after: int, limit: int) -> list[tuple[int, datetime, bytes]]:
        """Position, arrival and bytes of at most ``limit`` records after position ``after``."""
        rows = self._database.execute(
            "SELECT position, known_at, payload FROM log WHERE position > ? ORDER BY position LIMIT ?", (after, limit)
        )
        return [(position, instant(known_at), payload) for position, known_at, payload in rows]

    def findings(self, after: int, upto_position: int) -> list[tuple[int, Finding]]:
        """Number and content of the findings after number ``after`` that records up to ``upto_position`` caused."""
        rows = self._database.execute(
            "SELECT number, payload FROM findings WHERE number > ? AND position <= ? ORDER BY number",
            (after, upto_position),
        )
        return [(number, stored_finding(payload)) for number, payload in rows]

    def is_told(self, finding_id: str) -> bool:
        """Whether alerting was told of this finding, and not yet that it is taken back."""
        row = self._database.execute("SELECT 1 FROM told WHERE finding_id = ?", (finding_id,)).fetchone()
        return row is not None

    def note_told(self, finding: Finding) -> None:
        """Alerting is told this revision of a finding."""
        if finding.status is FindingStatus.RAISED:
            self._database.execute("INSERT OR IGNORE INTO told VALUES (?)", (finding.finding_id,))
        else:
            self._database.execute("DELETE FROM told WHERE finding_id = ?", (finding.finding_id,))

    def quarantined(self, after: int) -> list[tuple[int, QuarantineRecord]]:
        """Number and content of the refused inputs after number ``after``."""
        rows = self._database.execute(
            "SELECT number, payload FROM quarantine WHERE number > ? ORDER BY number", (after,)
        )
        return [(number, stored_refusal(payload)) for number, payload in rows]

    def open_findings(self) -> list[Finding]:
        """What is raised at present, in order of ids."""
        rows = self._database.execute("SELECT payload FROM published ORDER BY finding_id")
        return [stored_finding(payload) for (payload,) in rows]

    def commit(self) -> None:
        """Make everything since the last commit durable, all of it or nothing."""
        self._flush()
        self._mentions = None
        self._database.execute("COMMIT")
        if len(self._histories) > self._cached:
            self._histories.clear()
            self._told.cache_clear()
        self._database.execute("BEGIN IMMEDIATE")

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO history VALUES (?, ?)", self._new_history)
        self._new_history.clear()
        gone = [(subject,) for subject, at in self._new_due.items() if at is None]
        self._database.executemany("DELETE FROM due WHERE subject = ?", gone)
        kept = [(subject, at) for subject, at in self._new_due.items() if at is not None]
        self._database.executemany("INSERT OR REPLACE INTO due VALUES (?, ?)", kept)
        self._new_due.clear()
        self._numbers.flush()

    def close(self) -> None:
        """Give up what was not committed, and close the file."""
        self._database.execute("ROLLBACK")
        self._database.close()

    def _one(self, sql: str) -> int:
        return int(self._database.execute(sql).fetchone()[0])
