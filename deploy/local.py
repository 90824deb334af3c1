"""The local runtime: router, judge, log, rows in one process, with no server.

A batch is one transaction of the log (``stream_processors.sqlite_histories``); rows follow to chDB afterwards, and the
place up to which they followed is remembered in the same log. Rows overwrite themselves when they are sent twice, so a
process killed at any instant goes on as if it had never died.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, starmap
from typing import Protocol

from deploy.memory import settle
from schemas import codec
from schemas.errors import StopError
from schemas.events import EventRecord
from schemas.findings import Finding, FindingStatus, QuarantineRecord
from schemas.identity import change_id
from schemas.records import ReferenceChanged, RulesChanged, Tick
from sinks.rows import Placed
from stream_processors.engine import Engine
from stream_processors.rule_editions import UNKNOWN, changed_codes, edition_of
from stream_processors.rulebook import RuleBook
from stream_processors.sqlite_histories import SqliteHistories
from stream_processors.stored import micros, stored_change, stored_event

Progress = Callable[[int], None]
Detect = Callable[[int, datetime], list[Finding]]
"""Statistical detectors: given a position of the log and an instant, the findings that changed."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One input of the local runtime: an event, a refused input, a tick or a change of reference data, and when it
    reached us.
    """

    known_at: datetime
    content: EventRecord | QuarantineRecord | Tick | ReferenceChanged


@dataclass(slots=True)
class Receipt:
    """What became of a run of inputs: every event, every change and every refusal is counted exactly once."""

    accepted: int = 0
    repeated: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    raised: set[str] = field(default_factory=set)
    retracted: set[str] = field(default_factory=set)

    @property
    def inputs(self) -> int:
        """Everything that came in."""
        return self.accepted + self.repeated + self.refused

    def add(self, other: Receipt) -> None:
        """Put what became of a later run to this one."""
        self.accepted += other.accepted
        self.repeated += other.repeated
        self.refused += other.refused
        self.reasons += other.reasons
        self.raised = (self.raised - other.retracted) | other.raised
        self.retracted = (self.retracted - other.raised) | other.retracted

    def note(self, findings: Iterable[Finding]) -> None:
        """Keep the ids of findings that this run left open, and of those it took back."""
        for finding in findings:
            gone, came = (
                (self.retracted, self.raised)
                if finding.status is FindingStatus.RAISED
                else (self.raised, self.retracted)
            )
            gone.discard(finding.finding_id)
            came.add(finding.finding_id)


class RowWriter(Protocol):
    """Where rows go: repeats must be harmless."""

    def write(
        self,
        events: list[tuple[EventRecord, int, datetime]],
        findings: list[Placed],
        quarantine: list[QuarantineRecord],
        token: str,
    ) -> None:
        """Store the rows of these records; ``token`` names the batch."""

    def write_reference(self, changes: list[tuple[ReferenceChanged, datetime]], token: str) -> None:
        """Store the rows of these changes of reference data and when they reached the log."""


class LocalRuntime:
    """Takes inputs in, judges them, keeps the log and sends rows on."""

    def __init__(self, log: SqliteHistories, book: RuleBook, rows: RowWriter, *, batch: int, block: int) -> None:
        """A runtime on an open log; refuses to go on under other rules than the log was judged with."""
        self.log = log
        self.rows = rows
        self.batch = batch
        self.block = block
        self.book = book
        """The rules, with reference data as they were before anything in the log changed them."""

        self.engine = Engine(log.book, log, log.now)
        judged_with = log.marked("rules")
        self._edition = edition_of(book)
        if judged_with is None:
            log.mark("rules", book.fingerprint)
            log.mark("edition", str(self._edition))
        self.stale = judged_with not in {None, book.fingerprint}
        if not self.stale and log.marked("edition") not in {None, UNKNOWN, str(self._edition)}:
            log.mark("edition", UNKNOWN)

    def take(self, arrivals: Iterable[Arrival], progress: Progress | None = None) -> Receipt:
        """Take in inputs, batch by batch; each batch is durable before the next begins."""
        self._refuse_stale()
        receipt = Receipt()
        settle()
        stream = iter(arrivals)
        while batch := list(islice(stream, self.batch)):
            changes = [arrival.content for arrival in batch if isinstance(arrival.content, ReferenceChanged)]
            if len(changes) > 1:
                self.engine.foresee(changes)
            for arrival in batch:
                self._take(arrival, receipt)
            self.log.commit()
            settle()
            if progress is not None:
                progress(len(batch))
            self._send(full_blocks_only=True)
        self._send()
        return receipt

    def _take(self, arrival: Arrival, receipt: Receipt) -> None:
        content = arrival.content
        if isinstance(content, QuarantineRecord):
            receipt.refused += 1
            receipt.reasons[content.reason] += 1
            self.log.set_aside(content)
            return
        if isinstance(content, Tick):
            self._tick(content, arrival.known_at, receipt)
            return
        position = self.log.position + 1
        if isinstance(content, ReferenceChanged):
            payload = codec.encode(content)
            step = self.engine.reference_changed(content, change_id(content), position, arrival.known_at)
        else:
            payload = content.payload
            step = self.engine.event(content, position, arrival.known_at)
        if step.repeated:
            receipt.repeated += 1
            return
        self.log.append(payload, arrival.known_at, position)
        self.log.publish(step.findings, position)
        receipt.accepted += 1
        receipt.note(step.findings)
        receipt.note(self._let_hear(arrival.known_at))

    def _let_hear(self, known_at: datetime) -> list[Finding]:
        """Lots hear what the last record changed in those they were made of; what they hear is in the log as well."""
        found: list[Finding] = []
        for taint, findings in self.engine.let_hear(self.log.position + 1, known_at):
            self.log.append(codec.encode(taint), known_at, self.log.position + 1)
            self.log.publish(findings, self.log.position)
            found += findings
        return found

    def _tick(self, tick: Tick, known_at: datetime, receipt: Receipt) -> None:
        """Let time come on; an instant that is not later than the last tick changes nothing and is not kept."""
        if tick.at <= self.engine.now:
            return
        position = self.log.position + 1
        findings = self.engine.tick(tick.at, position, known_at)
        receipt.note(self._keep(tick, findings, position, known_at))

    def _keep(self, tick: Tick, findings: list[Finding], position: int, known_at: datetime) -> list[Finding]:
        """Put a tick into the log; its findings, and those of the lots that hear of them."""
        self.log.append(codec.encode(tick), known_at, position)
        self.log.publish(findings, position)
        self.log.mark("now", str(micros(tick.at)))
        return [*findings, *self._let_hear(known_at)]

    def judge_again(self, known_at: datetime, progress: Progress | None = None) -> list[Finding]:
        """Judge again under the rules of this process; the log says that they changed.

        That is everything, unless it is known which rules alone are others than those the log was judged with.
        """
        position = self.log.position + 1
        codes = changed_codes(self.log.marked("edition"), self.log.marked("rules"), self._edition)
        findings = list(_counted(self.engine.judge_again(position, known_at, codes), progress))
        fingerprint = self.engine.book.fingerprint
        self.log.append(codec.encode(RulesChanged(fingerprint)), known_at, position)
        self.log.publish(findings, position)
        findings += self._let_hear(known_at)
        self.log.mark("rules", fingerprint)
        self.log.mark("edition", str(self._edition))
        self.log.commit()
        self.stale = False
        self._send()
        return findings

    def look_for(self, known_at: datetime, detect: Detect) -> list[Finding]:
        """Let ``detect`` look at the rows of everything so far, and publish what it says has changed.

        The look has a place of its own in the log, a tick, so that a later look can revise what this one said.
        """
        self._refuse_stale()
        position = self.log.position + 1
        tick = Tick(max(known_at, self.engine.now))
        findings = self.engine.tick(tick.at, position, known_at)
        self._keep(tick, findings, position, known_at)
        self.log.commit()
        self._send()
        seen = detect(position, known_at)
        self.log.publish(seen, position)
        self.log.commit()
        self._send()
        return seen

    def catch_up(self) -> None:
        """Send the rows that an interrupted run left behind."""
        self._send()

    def _refuse_stale(self) -> None:
        if self.stale:
            raise StopError(
                "the rules of this program differ from those the log was judged with; run `caratrace rejudge` first, "
                "so that every open finding is compared with the new rules"
            )

    def _send(self, *, full_blocks_only: bool = False) -> None:
        """Send what the log holds beyond the mark, one block at a time."""
        while True:
            sent = _marks(self.log.marked("sent"))
            if full_blocks_only and self.log.position - sent.position < self.block:
                return
            records = self.log.records(sent.position, self.block)
            upto = records[-1][0] if records else sent.position
            findings = self.log.findings(sent.finding, upto)
            refused = self.log.quarantined(sent.refusal)
            if not (records or findings or refused):
                return
            events = [(stored_event(p, position), position, at) for position, at, p in records if codec.is_event(p)]
            changes = [
                (stored_change(p, position), at) for position, at, p in records if codec.is_a(ReferenceChanged, p)
            ]
            reached = _Marks(upto, _last(findings, sent.finding), _last(refused, sent.refusal))
            token = f"{sent} to {reached}"
            self.rows.write(events, list(starmap(placed, findings)), [q for _, q in refused], token)
            if changes:
                self.rows.write_reference(changes, token)
            self.log.mark("sent", str(reached))
            self.log.commit()


def placed(number: int, finding: Finding) -> Placed:
    """Where a finding stands in the log of a home, which is one partition."""
    return Placed(finding, partition=0, offset=number)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Up to where rows were sent: position of the log, number of the finding, number of the refusal."""

    position: int = 0
    finding: int = 0
    refusal: int = 0

    def __str__(self) -> str:
        return f"{self.position}/{self.finding}/{self.refusal}"


def _marks(text: str | None) -> _Marks:
    return _Marks() if text is None else _Marks(*(int(part) for part in text.split("/")))


def _last(rows: list[tuple[int, Finding]] | list[tuple[int, QuarantineRecord]], otherwise: int) -> int:
    return rows[-1][0] if rows else otherwise


def _counted(findings: Iterator[Finding], progress: Progress | None) -> Iterator[Finding]:
    for finding in findings:
        if progress is not None:
            progress(1)
        yield finding
