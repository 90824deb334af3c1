"""The history checker finds nothing wrong with a run that went right, and names each way in which one can go wrong."""

from __future__ import annotations

import functools
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from schemas.codec import decode, encode, record_of
from schemas.events import EventRecord
from schemas.findings import Finding, FindingStatus, QuarantineRecord
from schemas.ports import Row
from schemas.records import Entry, SubjectBatch, Taint, Tick
from schemas.routing import partition_of
from schemas.topics import EVENTS, place_of
from sinks.rows import row_of_finding, row_of_place, row_of_quarantine
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.incoming import Incoming
from stream_processors.router import route
from tests.disturbances import disturb
from tests.histories import after, walk
from tests.integration import tables
from tests.integration.history import GRAVE, Kept, Outcome, Send, check, digest
from tests.integration.undisturbed import open_findings
from tests.judging import whole_book

START = datetime(2026, 1, 1, tzinfo=UTC)
PARTITIONS = 4
POISON = b"no event at all"


def good() -> Outcome:
    """A run that went right, to be spoiled."""
    return replace(_run())


@functools.cache
def _run() -> Outcome:
    """The whole pipeline in memory: disturbed events in any order, one record that is none, one instant."""
    rng = Random(3)
    events = disturb(rng, walk(rng, 60).events, 30)
    rng.shuffle(events)
    records = {record.payload: record for record in map(record_of, events)}
    logged = _logged([*records, POISON])
    routed = route([Incoming(EVENTS.name, k.partition, k.offset, k.known_at, k.payload) for k in logged], PARTITIONS)
    tick = Entry(START, encode(Tick(after(events, days=12))))
    batches = [*routed.batches, *((number, SubjectBatch((tick,))) for number in range(PARTITIONS))]
    said = _judged(batches)
    told = [one for found in said.values() for one in _told(found)]
    outcome = Outcome(
        sends=[_sent(records.get(kept.payload), kept) for kept in logged],
        partitions=PARTITIONS,
        events=logged,
        subjects=_topic([(number, b"", encode(batch)) for number, batch in batches]),
        findings=_topic([(n, one.subject.encode(), encode(one)) for n, found in said.items() for one in found]),
        alerts=_topic([(0, one.finding_id.encode(), encode(one)) for one in told]),
        quarantine=_topic([(0, EVENTS.name.encode(), encode(refused)) for refused in routed.refused]),
        histories={n: list({e.payload: 0 for m, b in batches if m == n for e in b.entries}) for n in range(PARTITIONS)},
        expected=open_findings(
            records.values(), dict.fromkeys(range(PARTITIONS), after(events, days=12)), PARTITIONS, whole_book()
        ),
    )
    return replace(outcome, tables=_tables(outcome))  # a copy, so that nothing is remembered of this one


def _logged(payloads: list[bytes]) -> list[Kept]:
    return _topic([(zlib.crc32(payload) % 3, b"", payload) for payload in payloads])


def _topic(records: list[tuple[int, bytes, bytes]]) -> list[Kept]:
    """Records of a topic, by partition, key and payload, in the order in which they come to it."""
    ends: dict[int, int] = {}
    kept: list[Kept] = []
    for partition, key, payload in records:
        offset = ends[partition] = ends.get(partition, -1) + 1
        kept.append(Kept(partition, offset, START + timedelta(seconds=len(kept)), key, payload))
    return kept


def _sent(record: EventRecord | None, kept: Kept) -> Send:
    return Send(record.event.event_id if record else "", digest(kept.payload), 1.0, 1.5)


def _judged(batches: list[tuple[int, SubjectBatch]]) -> dict[int, list[Finding]]:
    """What the judge of each partition says; what lots tell each other is put at the end of ``batches``."""
    engines = [Engine(whole_book(), MemoryHistories(), owns=functools.partial(_lives_in, n)) for n in range(PARTITIONS)]
    found: dict[int, list[Finding]] = {number: [] for number in range(PARTITIONS)}
    positions = dict.fromkeys(found, 0)
    for partition, batch in batches:
        for entry in batch.entries:
            positions[partition] += 1
            found[partition] += _said(engines[partition], entry, positions[partition])
            for taint in engines[partition].take_told():
                told = Entry(entry.known_at, encode(taint))
                batches.append((partition_of(taint.subject, PARTITIONS), SubjectBatch((told,))))
    return found


def _lives_in(partition: int, subject: str) -> bool:
    return partition_of(subject, PARTITIONS) == partition


def _said(engine: Engine, entry: Entry, position: int) -> list[Finding]:
    message = decode(entry.payload)
    if isinstance(message, Tick):
        return engine.tick(message.at, position, entry.known_at)
    if isinstance(message, Taint):
        return engine.taint(message, position, entry.known_at).findings
    return engine.event(record_of(message), position, entry.known_at).findings  # type: ignore[arg-type]


def _told(said: list[Finding]) -> list[Finding]:
    """What concerns alerting: what is grave, and whatever becomes of it afterwards until it is taken back."""
    known: set[str] = set()
    told = []
    for one in said:
        raised = one.status is FindingStatus.RAISED
        if (raised and one.severity in GRAVE) or one.finding_id in known:
            told.append(one)
            (known.add if raised else known.discard)(one.finding_id)
    return told


def _tables(outcome: Outcome) -> dict[str, list[Row]]:
    rows = tables.rows_of_events([(r, place_of(k.partition, k.offset), k.known_at) for k, r in outcome.read])
    newest = {one.finding_id: one for one in outcome.said}
    return rows | {
        "findings_log": [row_of_finding(one) for one in outcome.said],
        "findings": [row_of_finding(one) for one in newest.values()],
        "finding_places": [row_of_place(placed) for placed in outcome.placed],
        "quarantine": [row_of_quarantine(refused) for refused in outcome.refused],
    }


def test_a_run_that_went_right_has_no_violation_and_every_part_of_it_was_looked_at() -> None:
    outcome = good()

    result = check(outcome)

    assert result.violations == []
    assert (result.lost, result.doubled) == (0, 0)
    assert result.sent == result.acknowledged == len(outcome.events) > 50
    assert all(count > 0 for count in result.counts.values()), result.counts
    assert set(result.repeats.values()) == {0}
    printed = json.loads(str(result))
    assert [printed[name] for name in ("sent", "lost", "doubled", "violations")] == [result.sent, 0, 0, []]


def test_repeats_that_the_pipeline_may_make_are_counted_and_are_no_violation() -> None:
    outcome = good()
    again = next(kept for kept in outcome.events if kept.payload != POISON)
    outcome.events = [*outcome.events, replace(again, partition=7, offset=0)]
    outcome.subjects = [*outcome.subjects, outcome.subjects[0]]
    outcome.findings = [*outcome.findings, outcome.findings[0]]
    outcome.alerts = [*outcome.alerts, outcome.alerts[0]]
    outcome.quarantine = [*outcome.quarantine, outcome.quarantine[0]]

    result = check(outcome)

    assert result.violations == []
    batch = decode(outcome.subjects[0].payload)
    assert isinstance(batch, SubjectBatch)
    entries = len(batch.entries)
    assert result.repeats == {"events": 1, "entries": entries, "findings": 1, "alerts": 1, "refusals": 1}


def test_what_was_sent_and_not_acknowledged_may_be_in_the_log_or_not() -> None:
    outcome = good()
    outcome.sends = [
        *(replace(send, acknowledged_at=None) for send in outcome.sends),
        Send("an event", digest(b"never arrived"), 2.0, None),
    ]

    result = check(outcome)

    assert result.violations == []
    assert (result.sent, result.acknowledged) == (len(outcome.events) + 1, 0)


def test_of_very_many_violations_the_first_are_printed_and_the_others_counted() -> None:
    outcome = good()
    outcome.findings = []

    result = check(outcome)
    printed = result.as_dict(most=3)["violations"]

    assert isinstance(printed, list)
    assert printed == [*result.violations[:3], f"and {len(result.violations) - 3} more"]


# ------------------------------------------------------------------------------------------- ways to go wrong


def _without(kept: list[Kept] | tuple[Kept, ...], number: int) -> list[Kept]:
    return [one for place, one in enumerate(kept) if place != number]


def _event_lost(o: Outcome) -> None:
    o.sends = [*o.sends, Send("0123", digest(b"acknowledged"), 1.0, 2.0)]


def _event_of_nobody(o: Outcome) -> None:
    o.sends = o.sends[1:]


def _in_no_partition(o: Outcome) -> None:
    batch, first = _batch(o)
    o.subjects = [_with_batch(batch, first.entries[1:]), *o.subjects[1:]]


def _in_a_wrong_partition(o: Outcome) -> None:
    other = next(kept for kept in o.subjects if kept.partition != o.subjects[0].partition)
    o.subjects = [*o.subjects, replace(other, partition=o.subjects[0].partition, offset=99)]


def _redated(o: Outcome) -> None:
    batch, first = _batch(o)
    moved = replace(first.entries[0], known_at=START - timedelta(days=1))
    o.subjects = [_with_batch(batch, (moved, *first.entries[1:])), *o.subjects[1:]]


def _batch(o: Outcome) -> tuple[Kept, SubjectBatch]:
    batch = decode(o.subjects[0].payload)
    assert isinstance(batch, SubjectBatch)
    return o.subjects[0], batch


def _with_batch(kept: Kept, entries: tuple[Entry, ...]) -> Kept:
    return replace(kept, payload=encode(SubjectBatch(entries)))


def _not_in_the_store(o: Outcome) -> None:
    o.histories = {**o.histories, 1: o.histories[1][1:]}


def _twice_in_the_store(o: Outcome) -> None:
    o.histories = {**o.histories, 1: [*o.histories[1], o.histories[1][0]]}


def _changed(kept: Kept, **fields: object) -> Kept:
    finding = decode(kept.payload)
    assert isinstance(finding, Finding)
    return replace(kept, payload=encode(replace(finding, **fields)))  # type: ignore[arg-type]


def _two_contents(o: Outcome) -> None:
    o.findings = [*o.findings, _changed(o.findings[0], got="something else")]


def _falling_revision(o: Outcome) -> None:
    o.findings = [*o.findings, _changed(o.findings[0], revision=0)]


def _foreign_id(o: Outcome) -> None:
    o.findings = [*o.findings, _changed(o.findings[0], finding_id="0" * 8 + "-0000-0000-0000-" + "0" * 12)]


def _open_for_good(o: Outcome) -> int:
    """Place of a revision of a finding that was said once and stays open."""
    said = [one.finding_id for one in replace(o).said]
    return next(number for number, name in enumerate(said) if said.count(name) == 1)


def _finding_missing(o: Outcome) -> None:
    o.findings = _without(list(o.findings), _open_for_good(o))


def _finding_extra(o: Outcome) -> None:
    gone = replace(o).said[_open_for_good(o)].finding_id
    o.expected = [finding for finding in o.expected if finding.finding_id != gone]


def _finding_different(o: Outcome) -> None:
    o.expected = [replace(o.expected[0], expected="something else"), *o.expected[1:]]


def _alert_under_another_id(o: Outcome) -> None:
    other = "f" * 8 + "-0000-0000-0000-" + "0" * 12
    again = _changed(o.alerts[0], finding_id=other)
    o.alerts = [*o.alerts, replace(again, key=other.encode())]


def _alert_with_another_key(o: Outcome) -> None:
    o.alerts = [replace(o.alerts[0], key=b"another"), *o.alerts[1:]]


def _alert_that_no_finding_says(o: Outcome) -> None:
    o.alerts = [*o.alerts, _changed(o.alerts[0], got="something else")]


def _alert_missing(o: Outcome) -> None:
    o.alerts = []


def _alert_that_stands(o: Outcome) -> None:
    told = [decode(kept.payload) for kept in o.alerts]
    taken_back = max(
        n for n, one in enumerate(told) if isinstance(one, Finding) and one.status is FindingStatus.RETRACTED
    )
    o.alerts = _without(list(o.alerts), taken_back)


def _poison_not_refused(o: Outcome) -> None:
    o.quarantine = []


def _refused_without_cause(o: Outcome) -> None:
    refused = decode(o.quarantine[0].payload)
    assert isinstance(refused, QuarantineRecord)
    other = replace(refused, quarantine_id="0" * 8 + "-0000-0000-0000-" + "0" * 12)
    o.quarantine = [*o.quarantine, replace(o.quarantine[0], payload=encode(other))]


def _refused_otherwise(o: Outcome) -> None:
    refused = decode(o.quarantine[0].payload)
    assert isinstance(refused, QuarantineRecord)
    o.quarantine = [replace(o.quarantine[0], payload=encode(replace(refused, position="line 1")))]


def _row_missing(o: Outcome) -> None:
    o.tables = {**o.tables, "events": o.tables["events"][1:]}


def _row_doubled(o: Outcome) -> None:
    o.tables = {**o.tables, "lot_events": [*o.tables["lot_events"], o.tables["lot_events"][0]]}


def _row_unexpected(o: Outcome) -> None:
    first = o.tables["findings"][0]
    o.tables = {**o.tables, "findings": [*o.tables["findings"], ("a finding of nobody", *first[1:])]}


def _row_changed(o: Outcome) -> None:
    first = o.tables["events"][0]
    o.tables = {**o.tables, "events": [(*first[:-2], 5, first[-1]), *o.tables["events"][1:]]}


WRONG: list[tuple[Callable[[Outcome], None], str, int, int]] = [
    (_event_lost, "event 0123 was acknowledged after 2.0 s and is not in the log", 1, 0),
    (_event_of_nobody, "that nobody sent", 0, 0),
    (_in_no_partition, "is in the log and not in partition", 1, 0),
    (_in_a_wrong_partition, "a record that does not belong there", 0, 0),
    (_redated, "is dated otherwise than in the log", 0, 0),
    (_not_in_the_store, "is in no history of partition 1", 1, 0),
    (_twice_in_the_store, "is 2 times in the histories of partition 1", 0, 1),
    (_two_contents, "has two contents", 0, 0),
    (_falling_revision, "came for the first time after", 0, 0),
    (_foreign_id, "has an id that is not its own", 0, 0),
    (_finding_missing, "is missing", 0, 0),
    (_finding_extra, "is not in the undisturbed run", 0, 0),
    (_finding_different, "differs in expected", 0, 0),
    (_alert_under_another_id, "is repeated under another id", 0, 0),
    (_alert_with_another_key, "has the key another", 0, 0),
    (_alert_that_no_finding_says, "is not what the findings say", 0, 0),
    (_alert_missing, "is open and was not told", 0, 0),
    (_alert_that_stands, "takes the finding back, and the alert stands", 0, 0),
    (_poison_not_refused, "cannot be read and is not in quarantine", 1, 0),
    (_refused_without_cause, "has no cause", 0, 0),
    (_refused_otherwise, "is not what the record at", 0, 0),
    (_row_missing, "table events: ", 1, 0),
    (_row_doubled, "is there twice", 0, 1),
    (_row_unexpected, "table findings: a finding of nobody is there without a reason", 0, 0),
    (_row_changed, "position is '5', expected", 0, 0),
]


@pytest.mark.parametrize(("spoil", "says", "lost", "doubled"), WRONG, ids=[w[0].__name__[1:] for w in WRONG])
def test_each_way_to_go_wrong_is_named(spoil: Callable[[Outcome], None], says: str, lost: int, doubled: int) -> None:
    outcome = good()
    if not says.startswith("table"):
        outcome.tables = {name: outcome.tables[name] for name in ("events", "lot_events")}
    spoil(outcome)

    result = check(outcome)

    assert any(says in violation for violation in result.violations), result.violations
    assert (result.lost, result.doubled) == (lost, doubled)
