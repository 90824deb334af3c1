"""The judge of one partition: its histories, its findings and its position in the topic, one transaction for all.

The position is the judge's own: the store says which message comes next, and nothing else is taken in. What an
interrupted worker had not committed never happened, and a message that comes a second time is known by its offset.
Revisions count the records that the partition keeps, so whoever judges the same messages gives the same numbers.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from schemas import codec
from schemas.errors import CorruptStoreError, QuarantineError, StopError
from schemas.events import EventRecord
from schemas.findings import Finding, FindingStatus, QuarantineRecord, Severity
from schemas.identity import change_id
from schemas.records import Entry, ReferenceChanged, RulesChanged, SubjectBatch, Taint, Tick
from schemas.routing import partition_of
from stream_processors.engine import Engine, Step
from stream_processors.incoming import Incoming
from stream_processors.router import Batches, refused
from stream_processors.rule_editions import UNKNOWN, changed_codes, edition_of
from stream_processors.rulebook import RuleBook
from stream_processors.sqlite_histories import SqliteHistories, UnusableStore
from stream_processors.store_names import store_name
from stream_processors.stored import micros
from stream_processors.subject_batches import content_of, entries_of, rules_asked_for
from stream_processors.verdicts import as_verdict

GRAVE = (Severity.BREACH, Severity.BROKEN)


def store_path(folder: Path, partition: int) -> Path:
    """Where a worker keeps the store of one partition."""
    return folder / store_name(partition)


EDITION = "edition"
"""Mark of the code that a store was judged with (``rule_editions``)."""

MIXED = "mixed"
"""Mark of a store that took in records under our rules which came before the change to them."""


class OtherRules(StopError):
    """The log, or the store, asks for other rules than this program has."""


class OtherTopic(StopError):
    """The store was filled from another topic than the one that is there now."""


@dataclass(frozen=True, slots=True)
class Place:
    """A partition of the topic of subjects, and how many there are: subjects are spread over all of them."""

    topic: str
    partition: int
    partitions: int

    def owns(self, subject: str) -> bool:
        """Whether the history of ``subject`` lives here."""
        return partition_of(subject, self.partitions) == self.partition

    def __str__(self) -> str:
        return f"{self.topic}, partition {self.partition} of {self.partitions}"

    @classmethod
    def read(cls, text: str) -> Place:
        """The place that ``str`` wrote. Raises ``ValueError`` for another text."""
        found = re.fullmatch(r"(.+), partition (\d+) of (\d+)", text)
        if found is None:
            raise ValueError(f"expected a place like 'topic, partition 3 of 12', got {text!r}")
        return cls(found[1], int(found[2]), int(found[3]))


@dataclass(slots=True)
class Applied:
    """What one message led to: revisions of findings, those of them that concern alerting, what lots tell the lots made
    of them, by partition, and what was refused.
    """

    records: int = 0
    findings: list[Finding] = field(default_factory=list)
    alerts: list[Finding] = field(default_factory=list)
    told: list[tuple[int, SubjectBatch]] = field(default_factory=list)
    refused: list[QuarantineRecord] = field(default_factory=list)
    oldest: datetime | None = None
    """When the log took in the first of the events that were kept."""


class PartitionJudge:
    """Takes in the messages of one partition, each exactly once and in order. Nothing is durable before ``commit``."""

    def __init__(self, path: Path, book: RuleBook, place: Place, cached: int) -> None:
        """Open or create the store at ``path``. Raises ``OtherTopic`` for a store of another partition.

        Here and later, ``UnusableStore`` and ``CorruptStoreError`` name the file.
        """
        self.place, self.path = place, path
        self._fingerprint = book.fingerprint
        self._edition = edition_of(book)
        with _naming(path):
            self._open(book, cached)

    def _open(self, book: RuleBook, cached: int) -> None:
        path, place = self.path, self.place
        self._store = SqliteHistories(path, book, cached, synced=False, owns=place.owns)  # the topic holds all of it
        known = self._store.marked("place")
        if known is None and self._store.position == 0:
            marks = {"place": str(place), "next": "0", "crc": "", "rules": self._fingerprint}
            for name, value in (marks | {EDITION: str(self._edition)}).items():
                self._store.mark(name, value)
            self._store.commit()
        elif known != str(place):
            self._store.close()
            raise OtherTopic(
                f"{path} belongs to {known or 'a log on one machine'}, not to {place}; give this worker a folder of "
                "its own, or move it aside"
            )
        self._engine = Engine(self._store.book, self._store, self._store.now, place.owns)
        self._rules = self._store.marked("rules")
        if not self.stale and self._store.marked(EDITION) not in {None, UNKNOWN, str(self._edition)}:
            self._store.mark(EDITION, UNKNOWN)
        self.next = int(self._store.marked("next") or 0)
        """Offset of the message that is to be taken in next."""

    @property
    def stale(self) -> bool:
        """Whether the store was judged under other rules than this program's."""
        return self._rules != self._fingerprint

    def recognise(self, before: Incoming) -> None:
        """Compare the message before ``next`` with the one that the store took in. Raises ``OtherTopic``."""
        if self._store.marked("crc") != _crc(before.payload):
            raise OtherTopic(
                f"the message before offset {self.next} of {self.place} is not the one that this store took in: the "
                "topic was made anew; move the store aside to judge the new topic from its beginning"
            )

    def asks_for_other_rules(self, message: Incoming) -> bool:
        """Whether ``message`` changes to rules that this program does not have."""
        return any(asked != self._fingerprint for asked in rules_asked_for(message))

    def asks_for_these_rules(self, message: Incoming) -> bool:
        """Whether ``message`` changes to the rules of this program."""
        return self._fingerprint in rules_asked_for(message)

    def must_settle(self, message: Incoming) -> bool:
        """Whether others may have published under other rules, before this change to ours, what this store never saw.

        A store that the version before brought up to the change knows all that was published, and any other does not.
        """
        return self.asks_for_these_rules(message) and (not self.stale or self._store.marked(MIXED) is not None)

    def apply(
        self,
        message: Incoming,
        *,
        rules_follow: bool = False,
        published: Mapping[str, Finding] | None = None,
    ) -> Applied:
        """Take in ``message``, which must be the next one; what cannot be read in it is refused, the rest counts.

        ``rules_follow`` says that a later message changes to the rules of this program. Raises ``OtherRules`` where
        none does and the log leaves them, or the store was judged under others up to here. ``published`` are the last
        revisions that anybody published, by finding id, where ``must_settle`` asks for them.
        """
        if message.offset != self.next:
            raise CorruptStoreError(f"{self.place}: expected offset {self.next}, got {message.offset}")
        applied, told = Applied(), Batches()
        entries = _readable_entries(message, applied)
        with _naming(self.path):
            self._foresee(entries)
            for entry in entries:
                try:
                    content = content_of(entry, len(entries))
                    if isinstance(content, RulesChanged):
                        self._change_rules(content, entry, applied, rules_follow, published)
                    else:
                        self._take(content, entry, applied, rules_follow)
                except QuarantineError as error:
                    applied.refused.append(refused(replace(message, payload=entry.payload), error))
                for taint in self._engine.take_told():
                    to = partition_of(taint.subject, self.place.partitions)
                    told.add(to, Entry(entry.known_at, codec.encode(taint)))
            self._move(message)
        applied.told = told.all()
        return applied

    def _foresee(self, entries: tuple[Entry, ...]) -> None:
        payloads = [entry.payload for entry in entries if codec.is_a(ReferenceChanged, entry.payload)]
        if len(payloads) < 2:
            return
        changes = []
        for payload in payloads:
            with suppress(QuarantineError):  # it is refused when it is taken in
                message = codec.decode(payload)
                changes += [message] if isinstance(message, ReferenceChanged) else []
        self._engine.foresee(changes)

    def _take(self, content: EventRecord | codec.Message, entry: Entry, applied: Applied, rules_follow: bool) -> None:
        position = self._store.position + 1
        if self.stale:
            self._go_on_under_ours(rules_follow)
        if isinstance(content, EventRecord):
            step = self._engine.event(content, position, entry.known_at)
            if step.repeated:
                return
            findings = step.findings
            applied.oldest = min(applied.oldest or entry.known_at, entry.known_at)
        elif isinstance(content, Tick):
            if content.at <= self._engine.now:
                return
            findings = self._engine.tick(content.at, position, entry.known_at)
            self._store.mark("now", str(micros(content.at)))
        elif isinstance(content, ReferenceChanged | Taint):
            step = self._step(content, position, entry.known_at)
            if step.repeated:
                return
            findings = step.findings
        else:
            kind = type(content).__name__
            wanted = "an event, a tick, a taint or a change of reference data or of rules"
            raise QuarantineError("unexpected_kind", f"expected {wanted}, got a {kind}")
        self._keep(entry, position, findings, applied)

    def _step(self, content: ReferenceChanged | Taint, position: int, known_at: datetime) -> Step:
        if isinstance(content, Taint):
            return self._engine.taint(content, position, known_at)
        return self._engine.reference_changed(content, change_id(content), position, known_at)

    def _go_on_under_ours(self, rules_follow: bool) -> None:
        """The store is from before a change to our rules; what lies between is judged under ours already."""
        if not rules_follow:
            raise OtherRules(
                f"{self.place}: the store was judged under the rules {self._rules} up to offset {self.next}, this "
                f"program has {self._fingerprint}, and the log does not change to them; run `caratrace rejudge --to "
                "kafka` with this program, or start the one with the old rules"
            )
        self._store.mark(MIXED, "yes")

    def _change_rules(
        self,
        change: RulesChanged,
        entry: Entry,
        applied: Applied,
        rules_follow: bool,
        published: Mapping[str, Finding] | None,
    ) -> None:
        position = self._store.position + 1
        findings: list[Finding] = []
        if change.fingerprint == self._fingerprint:
            findings = self._judged_again(position, entry.known_at) if self.stale else []
            findings += self._settled(findings, published or {}, position, entry.known_at)
            if published is not None:  # lots may have been told what this store never saw, as the world was
                self._engine.tell_everything(position)
            self._store.mark("rules", change.fingerprint)
            self._store.mark(EDITION, str(self._edition))
            self._store.forget(MIXED)
            self._rules = change.fingerprint
        elif not rules_follow:
            raise OtherRules(
                f"{self.place}: from offset {self.next} on the log asks for the rules {change.fingerprint}, this "
                f"program has {self._fingerprint}; start the version with those rules, it goes on from here"
            )
        self._keep(entry, position, findings, applied)

    def _judged_again(self, position: int, known_at: datetime) -> list[Finding]:
        """A store that was judged under several rules is judged again as a whole."""
        is_mixed = self._store.marked(MIXED) is not None
        codes = None if is_mixed else changed_codes(self._store.marked(EDITION), self._rules, self._edition)
        return list(self._engine.judge_again(position, known_at, codes))

    def _settled(
        self, findings: list[Finding], published: Mapping[str, Finding], position: int, known_at: datetime
    ) -> Iterator[Finding]:
        """What makes the world know what this store knows: findings of other rules go, and ours stand as they are."""
        known = {finding.finding_id: finding for finding in self._store.open_findings()}
        said = {finding.finding_id for finding in findings}
        for found in sorted(published.values(), key=lambda finding: finding.finding_id):
            if found.finding_id in said or found.revision > position or not self.place.owns(found.subject):
                continue
            ours = known.get(found.finding_id)
            is_raised = found.status is FindingStatus.RAISED
            if is_raised and found.severity in GRAVE:
                self._store.note_told(found)  # by whoever published it
            if ours is None and is_raised:
                gone = replace(found, status=FindingStatus.RETRACTED, cured_by=None)
                yield replace(gone, revision=position, known_at=known_at)
            elif ours is not None and not (is_raised and as_verdict(found) == as_verdict(ours)):
                yield replace(ours, revision=position, known_at=known_at)

    def _keep(self, entry: Entry, position: int, findings: list[Finding], applied: Applied) -> None:
        applied.records += 1
        applied.findings += findings
        for finding in findings:
            if self._concerns_alerting(finding):
                applied.alerts.append(finding)
                self._store.note_told(finding)
        self._store.append(entry.payload, entry.known_at, position)
        self._store.publish(findings, position)

    def _concerns_alerting(self, finding: Finding) -> bool:
        """What is grave; and of a finding that was told, everything, until it was told that it is taken back."""
        is_grave = finding.status is FindingStatus.RAISED and finding.severity in GRAVE
        return is_grave or self._store.is_told(finding.finding_id)

    def _move(self, message: Incoming) -> None:
        if not self._store.swap("next", str(self.next), str(self.next + 1)):
            raise CorruptStoreError(f"{self.place}: another process moves the position of this store; end one of them")
        self._store.mark("crc", _crc(message.payload))
        self.next += 1

    def commit(self) -> None:
        """Make what was taken in since the last commit durable, together with the position."""
        with _naming(self.path):
            self._store.commit()

    def close(self) -> None:
        """Give up what was not committed, and let go of the file."""
        self._store.close()


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Say which file it is that something is wrong with."""
    try:
        yield
    except sqlite3.Error as error:
        raise UnusableStore(
            f"{path} cannot be read or written ({error}); look for a full disk, and move the file aside if it is "
            "damaged: its partition is then judged again"
        ) from error
    except CorruptStoreError as error:
        if str(path) in str(error):
            raise
        raise CorruptStoreError(f"{path}: {error}") from error


def _readable_entries(message: Incoming, applied: Applied) -> tuple[Entry, ...]:
    """The records of a message; one that is no batch is refused as a whole."""
    try:
        return entries_of(message)
    except QuarantineError as error:
        applied.refused.append(refused(message, error))
        return ()


def _crc(message: bytes) -> str:
    return f"{zlib.crc32(message):08x}"
