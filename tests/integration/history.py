"""The history checker: what was sent, what the topics and tables hold afterwards, and every way in which they disagree.

Pure. ``check`` trusts nothing but the record of what was sent: everything else is what the pipeline says of itself, and
is held against it and against the findings of an undisturbed run.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from schemas import codec
from schemas.errors import QuarantineError
from schemas.events import EventRecord
from schemas.findings import Finding, FindingStatus, QuarantineRecord, Severity, finding_id
from schemas.ports import Row
from schemas.quarantine import refused_record
from schemas.records import RulesChanged, SubjectBatch, Taint, Tick
from schemas.routing import partition_of
from schemas.topics import EVENTS, place_of
from sinks.reference_events import REFERENCE_EVENTS
from sinks.rows import Placed, row_of_finding, row_of_place, row_of_quarantine
from stream_processors.router import destinations
from tests.integration import tables

GRAVE = frozenset({Severity.BREACH, Severity.BROKEN})
Kind = TypeVar("Kind")


def digest(payload: bytes) -> str:
    """The name of a message in the record of what was sent."""
    return hashlib.sha256(payload).hexdigest()


@dataclass(frozen=True, slots=True)
class Send:
    """A record given to the producer; times are seconds since the run began.

    ``event_id`` is empty for a record that is no event. ``acknowledged_at`` is None while no broker said it holds it.
    """

    event_id: str
    digest: str
    sent_at: float
    acknowledged_at: float | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as a topic has it."""

    partition: int
    offset: int
    known_at: datetime
    key: bytes
    payload: bytes


@dataclass
class Outcome:
    """All that can be seen after a run; topics in order within each partition."""

    sends: Sequence[Send]
    partitions: int
    """Partitions of the topic of subjects."""

    events: Sequence[Kept] = ()
    subjects: Sequence[Kept] = ()
    findings: Sequence[Kept] = ()
    alerts: Sequence[Kept] = ()
    quarantine: Sequence[Kept] = ()
    histories: Mapping[int, Sequence[bytes]] = field(default_factory=dict)
    """By partition of subjects, the records that the judge's store keeps; a partition that is left out is not looked
    at."""

    tables: tables.Tables = field(default_factory=dict)
    """Current rows by table; a table that is left out is not looked at."""

    expected: Sequence[Finding] = ()
    """What is open at the end of the undisturbed run."""

    @cached_property
    def read(self) -> list[tuple[Kept, EventRecord]]:
        """The records of the events topic that are events."""
        return [(kept, event) for kept in self.events if (event := _event(kept.payload)) is not None]

    @cached_property
    def refused(self) -> list[QuarantineRecord]:
        """What becomes of the records of the events topic that are none."""
        return [
            refused_record(EVENTS.name, kept.partition, kept.offset, kept.payload, error, kept.known_at)
            for kept in self.events
            if (error := _fault(kept.payload)) is not None
        ]

    @cached_property
    def said(self) -> list[Finding]:
        """The revisions of findings in the order in which they came to their topic."""
        return [_message(kept.payload, Finding) for kept in self.findings]

    @property
    def placed(self) -> Iterator[Placed]:
        """The same with their places in the topic."""
        for kept, finding in zip(self.findings, self.said, strict=True):
            yield Placed(finding, kept.partition, kept.offset)


@dataclass(slots=True)
class Result:
    """What the checker found; ``repeats`` count what came twice where that is allowed."""

    sent: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    violations: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    repeats: dict[str, int] = field(default_factory=dict)

    def as_dict(self, most: int = 50) -> dict[str, object]:
        """As it is printed: of very many violations the first ``most``, and how many there are."""
        said = self.violations[:most]
        if len(self.violations) > most:
            said = [*said, f"and {len(self.violations) - most} more"]
        return {
            "sent": self.sent,
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "doubled": self.doubled,
            "violations": said,
            **self.counts,
            **{f"repeated_{name}": count for name, count in self.repeats.items()},
        }

    def __str__(self) -> str:
        return json.dumps(self.as_dict())


def check(outcome: Outcome) -> Result:
    """Hold everything in ``outcome`` against what was sent and against the undisturbed run."""
    result = Result(len(outcome.sends), sum(send.acknowledged_at is not None for send in outcome.sends))
    for look in (_log, _routing, _histories, _findings, _verdicts, _alerts, _quarantine, _tables):
        result.violations += look(outcome, result)
    return result


def _log(outcome: Outcome, result: Result) -> Iterator[str]:
    """Everything acknowledged is in the topic of events, and nothing else."""
    there = Counter(digest(kept.payload) for kept in outcome.events)
    result.counts["logged"] = len(there)
    result.repeats["events"] = there.total() - len(there)
    sent = {send.digest for send in outcome.sends}
    for send in outcome.sends:
        if send.acknowledged_at is not None and send.digest not in there:
            result.lost += 1
            yield f"{_name(send)} was acknowledged after {send.acknowledged_at:.1f} s and is not in the log"
    for kept in outcome.events:
        if digest(kept.payload) not in sent:
            yield f"the log holds a record at {_place(kept)} that nobody sent"


def _routing(outcome: Outcome, result: Result) -> Iterator[str]:
    """Every event is in each partition of subjects that it belongs to, as it came, and in no other."""
    known: dict[bytes, set[datetime]] = {}
    missing: dict[tuple[int, bytes], str] = {}
    for kept, record in outcome.read:
        known.setdefault(kept.payload, set()).add(kept.known_at)
        for partition in destinations(record.event, outcome.partitions):
            missing[partition, kept.payload] = record.event.event_id
    routed: Counter[tuple[int, bytes]] = Counter()
    for batch in outcome.subjects:
        for entry in _message(batch.payload, SubjectBatch).entries:
            place = (batch.partition, entry.payload)
            if place in missing:
                routed[place] += 1
                if entry.known_at not in known[entry.payload]:
                    yield f"subjects at {_place(batch)}: {missing[place]} is dated otherwise than in the log"
            elif not _is_control(entry.payload, batch.partition, outcome.partitions):
                yield f"subjects at {_place(batch)}: a record that does not belong there"
    result.counts["routed"] = len(routed)
    result.repeats["entries"] = routed.total() - len(routed)
    for place, event_id in missing.items():
        if place not in routed:
            result.lost += 1
            yield f"event {event_id} is in the log and not in partition {place[0]} of subjects"


def _histories(outcome: Outcome, result: Result) -> Iterator[str]:
    """The judge's stores keep every event that belongs to them exactly once."""
    kept = {number: Counter(payloads) for number, payloads in outcome.histories.items()}
    result.counts["kept"] = sum(counter.total() for counter in kept.values())
    for logged, record in {item[0].payload: item for item in outcome.read}.values():
        for number in destinations(record.event, outcome.partitions):
            times = kept[number][logged.payload] if number in kept else 1
            if times == 0:
                result.lost += 1
                yield f"event {record.event.event_id} is in no history of partition {number}"
            elif times > 1:
                result.doubled += 1
                yield f"event {record.event.event_id} is {times} times in the histories of partition {number}"


def _findings(outcome: Outcome, result: Result) -> Iterator[str]:
    """A revision has one content, and new revisions of a finding only go up."""
    contents: dict[tuple[str, int], Finding] = {}
    newest: dict[str, int] = {}
    for finding in outcome.said:
        key = (finding.finding_id, finding.revision)
        if finding.finding_id != finding_id(finding.rule, finding.subject, finding.event_id):
            yield f"finding {finding.finding_id} ({finding.rule} on {finding.subject}) has an id that is not its own"
        if key in contents:
            if contents[key] != finding:
                yield f"findings: {_revision(finding)} has two contents"
            continue
        contents[key] = finding
        if finding.revision <= newest.get(finding.finding_id, -1):
            yield f"findings: {_revision(finding)} came for the first time after {newest[finding.finding_id]}"
        newest[finding.finding_id] = max(finding.revision, newest.get(finding.finding_id, -1))
    result.counts["findings"] = len(contents)
    result.repeats["findings"] = len(outcome.said) - len(contents)


def _verdicts(outcome: Outcome, result: Result) -> Iterator[str]:
    """What is open in the end is what is open in the undisturbed run."""
    found = {one.finding_id: one for one in _newest(outcome.said).values() if one.status is FindingStatus.RAISED}
    wanted = {finding.finding_id: finding for finding in outcome.expected}
    result.counts["open"] = len(found)
    for name in wanted.keys() - found.keys():
        yield f"finding {name} ({wanted[name].rule} on {wanted[name].subject}) is missing"
    for name in found.keys() - wanted.keys():
        yield f"finding {name} ({found[name].rule} on {found[name].subject}) is not in the undisturbed run"
    for name in found.keys() & wanted.keys():
        if differing := unequal_fields(found[name], wanted[name]):
            yield f"finding {name} ({found[name].rule} on {found[name].subject}) differs in {', '.join(differing)}"


def _alerts(outcome: Outcome, result: Result) -> Iterator[str]:
    """Alerts are revisions of findings under the finding's id; each grave finding has its last word among them."""
    said = {(one.finding_id, one.revision): one for one in outcome.said}
    alerts = [_message(kept.payload, Finding) for kept in outcome.alerts]
    ids: dict[tuple[str, str, str], str] = {}
    for kept, alert in zip(outcome.alerts, alerts, strict=True):
        key = kept.key.decode("utf-8", "replace")
        about = (alert.rule, alert.subject, alert.event_id)
        if key != alert.finding_id:
            yield f"alerts at {_place(kept)}: {_revision(alert)} has the key {key}"
        if ids.setdefault(about, alert.finding_id) != alert.finding_id:
            yield f"alert {ids[about]} is repeated under another id, {alert.finding_id}"
        if said.get((alert.finding_id, alert.revision)) != alert:
            yield f"alerts at {_place(kept)}: {_revision(alert)} is not what the findings say"
    distinct = {(alert.finding_id, alert.revision) for alert in alerts}
    result.counts["alerts"] = len(distinct)
    result.repeats["alerts"] = len(alerts) - len(distinct)
    last = _newest(alerts)
    for name, finding in _newest(outcome.said).items():
        if finding.status is FindingStatus.RAISED and finding.severity in GRAVE and last.get(name) != finding:
            yield f"alerts: {_revision(finding)} is open and was not told"
        if finding.status is FindingStatus.RETRACTED and name in last and last[name].status is FindingStatus.RAISED:
            yield f"alerts: {_revision(finding)} takes the finding back, and the alert stands"


def _quarantine(outcome: Outcome, result: Result) -> Iterator[str]:
    """What cannot be read is in quarantine under the id of its place, and nothing else is."""
    wanted = {refused.quarantine_id: refused for refused in outcome.refused}
    found = [_message(kept.payload, QuarantineRecord) for kept in outcome.quarantine]
    there = {refused.quarantine_id: refused for refused in found}
    result.counts["refused"] = len(there)
    result.repeats["refusals"] = len(found) - len(there)
    for name in wanted.keys() - there.keys():
        result.lost += 1
        yield f"the record at {wanted[name].position} cannot be read and is not in quarantine"
    for name in there.keys() - wanted.keys():
        yield f"quarantine {name} ({there[name].source}, {there[name].position}: {there[name].reason}) has no cause"
    for refused in found:
        if refused.quarantine_id in wanted and _cause(refused) != _cause(wanted[refused.quarantine_id]):
            yield f"quarantine {refused.quarantine_id} is not what the record at {refused.position} leads to"


def _tables(outcome: Outcome, result: Result) -> Iterator[str]:
    """The tables hold what follows from the topics: every current row once, and nothing else."""
    placed = [(record, place_of(kept.partition, kept.offset), kept.known_at) for kept, record in outcome.read]
    wanted: dict[str, list[Row]] = dict(tables.rows_of_events(placed))
    wanted["findings_log"] = [row_of_finding(finding) for finding in outcome.said]
    wanted["findings"] = [row_of_finding(finding) for finding in _newest(outcome.said).values()]
    wanted["finding_places"] = [row_of_place(placed) for placed in outcome.placed]
    wanted["quarantine"] = [row_of_quarantine(refused) for refused in _set_aside(outcome)]
    wanted[REFERENCE_EVENTS.table] = []  # nobody states reference data in these runs
    for name, rows in outcome.tables.items():
        difference = tables.compare(name, wanted[name], rows)
        result.counts[f"rows_{name}"] = difference.rows
        result.lost += len(difference.missing)
        result.doubled += len(difference.doubled)
        yield from difference.texts


def _set_aside(outcome: Outcome) -> Iterator[QuarantineRecord]:
    """What must be refused, in the words of the topic of refusals."""
    words = {
        one.quarantine_id: one for one in (_message(kept.payload, QuarantineRecord) for kept in outcome.quarantine)
    }
    for refused in outcome.refused:
        said = words.get(refused.quarantine_id, refused)
        yield replace(refused, reason=said.reason, message=said.message)


def _cause(refused: QuarantineRecord) -> QuarantineRecord:
    """All of it but the words, which depend on who reads first: the framing or what is inside."""
    return replace(refused, reason="", message="")


def unequal_fields(one: Finding, other: Finding) -> list[str]:
    """Names of the fields in which two findings differ, apart from where they stand in a log."""
    names = [name for name in Finding.__slots__ if name not in {"revision", "known_at"}]
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def _newest(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The highest revision of each finding."""
    newest: dict[str, Finding] = {}
    for finding in findings:
        if finding.finding_id not in newest or newest[finding.finding_id].revision <= finding.revision:
            newest[finding.finding_id] = finding
    return newest


def _message(payload: bytes, kind: type[Kind]) -> Kind:
    message = codec.decode(payload)
    assert isinstance(message, kind), f"expected a {kind.__name__}, got a {type(message).__name__}"
    return message


def _event(payload: bytes) -> EventRecord | None:
    try:
        return codec.decode_event(payload)
    except QuarantineError:
        return None


def _fault(payload: bytes) -> QuarantineError | None:
    try:
        codec.decode_event(payload)
    except QuarantineError as error:
        return error
    return None


def _is_control(payload: bytes, partition: int, partitions: int) -> bool:
    """Time, a change of rules, or what one lot tells another that lives in this partition."""
    try:
        message = codec.decode(payload)
    except QuarantineError:
        return False
    if isinstance(message, Taint):
        return partition_of(message.subject, partitions) == partition
    return isinstance(message, Tick | RulesChanged)


def _name(send: Send) -> str:
    return f"event {send.event_id}" if send.event_id else f"the record {send.digest[:16]} that is no event"


def _place(kept: Kept) -> str:
    return f"partition {kept.partition}, offset {kept.offset}"


def _revision(finding: Finding) -> str:
    return f"revision {finding.revision} of {finding.finding_id}"
