"""What the simple peers have in common: one store for all subjects, fed from the topic of events itself.

No router and no partitions of histories: the same rules over the same kind of store, and the position of each
partition of events in the same transaction. What it lacks is said in ``GUARANTEE``.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from schemas.codec import decode_event, encode
from schemas.errors import QuarantineError
from schemas.findings import Finding
from schemas.quarantine import refused_record
from schemas.topics import EVENTS
from stream_processors.engine import Engine
from stream_processors.incoming import Incoming
from stream_processors.partition_judge import GRAVE, Applied
from stream_processors.rulebook import RuleBook
from stream_processors.sqlite_histories import SqliteHistories

GUARANTEE = (
    "each event counts once, findings at least once; one process only, no ticks, and a repeat after a crash may carry "
    "other revisions"
)


class OneStage:
    """Judges events of all partitions into one store. Nothing is durable before ``commit``."""

    def __init__(self, path: Path, book: RuleBook, cached: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._store = SqliteHistories(path, book, cached)
        self._engine = Engine(book, self._store, self._store.now)
        self._next: dict[int, int] = {}
        self._moved: set[int] = set()

    def next(self, partition: int) -> int:
        """The offset that is taken in next."""
        if partition not in self._next:
            self._next[partition] = int(self._store.marked(f"next {partition}") or 0)
        return self._next[partition]

    def take(self, record: Incoming, applied: Applied) -> None:
        """Take in one record; what follows from it is added to ``applied``. One that was taken in is passed over."""
        if record.offset < self.next(record.partition):
            return
        self._next[record.partition] = record.offset + 1
        self._moved.add(record.partition)
        try:
            content = decode_event(record.payload)
        except QuarantineError as error:
            applied.refused.append(
                refused_record(EVENTS.name, record.partition, record.offset, record.payload, error, record.known_at)
            )
            return
        position = self._store.position + 1
        step = self._engine.event(content, position, record.known_at)
        if step.repeated:
            return
        applied.records += 1
        self._keep(record.payload, record.known_at, step.findings, applied)
        for taint, findings in self._engine.let_hear(position + 1, record.known_at):
            self._keep(encode(taint), record.known_at, findings, applied)

    def _keep(self, payload: bytes, known_at: datetime, findings: list[Finding], applied: Applied) -> None:
        position = self._store.position + 1
        applied.findings += findings
        applied.alerts += [finding for finding in findings if finding.severity in GRAVE]
        self._store.append(payload, known_at, position)
        self._store.publish(findings, position)

    def commit(self) -> list[tuple[int, int]]:
        """Make everything durable: the partitions that moved, and where they stand now."""
        moved = [(number, self._next[number]) for number in sorted(self._moved)]
        for number, upto in moved:
            self._store.mark(f"next {number}", str(upto))
        self._store.commit()
        self._moved.clear()
        return moved

    def close(self) -> None:
        """Give up what was not committed."""
        self._store.close()
