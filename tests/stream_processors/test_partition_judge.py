"""The judge of a partition: each message once and in order, the same numbers whoever judges, and the same findings
however many partitions there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import codec
from schemas.errors import CorruptStoreError
from schemas.events import CustodyEvent
from schemas.findings import Finding, FindingStatus, Severity
from schemas.records import RulesChanged, SubjectBatch, Tick
from stream_processors.exits import Exit
from stream_processors.incoming import Incoming
from stream_processors.partition_judge import Applied, OtherRules, OtherTopic, PartitionJudge, Place
from stream_processors.rulebook import RuleBook
from stream_processors.sqlite_histories import SqliteHistories
from stream_processors.subject_batches import NewerProgram
from stream_processors.worker import exit_for
from tests import build
from tests.changes import some_changes
from tests.disturbances import disturbed_histories
from tests.histories import after, randoms
from tests.judges import ALONE, SUBJECTS, Cluster, a_world, entry, judged, message, open_at_the_end, without_place
from tests.judging import KNOWN_AT, Input, Run, book_of, register, whole_book

Events = Sequence[CustodyEvent]
DEAF = book_of(*(rule for rule in whole_book().rules if rule.code != "CUS005"))
"""The rules of another version: an event before the birth of its lot is nothing to them."""

OURS, THEIRS = RulesChanged(whole_book().fingerprint), RulesChanged(DEAF.fingerprint)


@contextmanager
def judge_of(
    path: Path, *, book: RuleBook | None = None, place: Place = ALONE, cached: int = 3
) -> Iterator[PartitionJudge]:
    """The judge of the store at ``path``, as one process has it open."""
    with closing(PartitionJudge(path, book or whole_book(), place, cached)) as judge:
        yield judge


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store is to be."""
    return tmp_path / "store.sqlite"


@pytest.fixture
def judge(path: Path) -> Iterator[PartitionJudge]:
    """A judge that has taken in nothing."""
    with judge_of(path) as opened:
        yield opened


def ticks(*instants: str) -> list[Tick]:
    return [Tick(build.instant(one)) for one in instants]


# ----------------------------------------------------------------------------------------- P3: any number of partitions


@given(disturbed_histories(), randoms, st.sampled_from([1, 3, 12]))
def test_any_number_of_partitions_says_the_same_as_one_engine_whoever_dies_and_comes_back(
    events: Events, rng: Random, partitions: int
) -> None:
    inputs: list[Input] = [*rng.sample(list(events), len(events)), *rng.choices(list(events), k=len(events) // 3)]
    for days in (0, 12):
        inputs.insert(rng.randint(0, len(inputs)), after(events, days=days))
    for change in some_changes(rng, register(), rng.randint(0, 4)):
        inputs.insert(rng.randint(0, len(inputs)), change)
    inputs.append(after(events, days=35))
    alone = Run()
    alone.feed(*inputs)

    with TemporaryDirectory() as folder, closing(Cluster(Path(folder), partitions, rng)) as cluster:
        cluster.feed(inputs)
        sent = [finding for worker in cluster.workers for finding in worker.sent]

    revisions: dict[tuple[str, int], Finding] = {}
    for finding in sent:
        assert revisions.setdefault((finding.finding_id, finding.revision), finding) == finding
    in_order = sorted(revisions.values(), key=lambda finding: finding.revision)
    assert without_place(open_at_the_end(in_order)) == without_place(open_at_the_end(alone.findings))


def test_a_partition_speaks_of_its_own_subjects_only(tmp_path: Path) -> None:
    places = [Place(SUBJECTS, number, 3) for number in range(3)]
    event = build.released([f"L{number}" for number in range(30)])
    said = [judged(tmp_path / f"{p.partition}.sqlite", message(0, event, place=p), place=p) for p in places]
    for place, findings in zip(places, said, strict=True):
        assert findings
        assert all(place.owns(finding.subject) for finding in findings)
    assert len({finding.subject for findings in said for finding in findings}) == 30


# ------------------------------------------------------------------------------------------ each message once, in order


def test_only_the_next_message_is_taken_in(judge: PartitionJudge) -> None:
    judge.apply(message(0, build.registered()))
    for offset in (0, 2):
        with pytest.raises(CorruptStoreError, match=f"subjects, partition 0 of 1: expected offset 1, got {offset}"):
            judge.apply(message(offset, build.released()))
    assert judge.next == 1
    assert judge.apply(message(1, build.released())).records == 1


def test_a_position_that_somebody_else_has_moved_stops_the_judge(judge: PartitionJudge) -> None:
    judge._store.mark("next", "5")  # as another process would, if the lock on the file did not keep it out
    with pytest.raises(CorruptStoreError, match="another process moves the position"):
        judge.apply(message(0, build.registered()))
    assert judge.next == 0


def test_what_was_not_committed_never_happened(path: Path) -> None:
    with judge_of(path) as judge:
        judge.apply(message(0, build.registered()))
        judge.commit()
        judge.apply(message(1, build.released(), *ticks("2024-05-01")))
    with judge_of(path) as judge:
        assert judge.next == 1
        judge.recognise(message(0, build.registered()))
        again = judge.apply(message(1, build.released(), *ticks("2024-05-01")))
        assert [(finding.rule, finding.revision) for finding in again.findings] == [("CUS003", 3)]


@pytest.mark.parametrize("seed", range(4))
def test_whoever_judges_the_same_messages_says_the_same_with_the_same_revisions(tmp_path: Path, seed: int) -> None:
    messages = a_world(seed)
    at_once = judged(tmp_path / "at once.sqlite", *messages)
    one_by_one = [finding for one in messages for finding in judged(tmp_path / "one by one.sqlite", one)]
    assert at_once
    assert one_by_one == at_once


def test_an_event_that_comes_again_says_nothing_and_takes_no_number(judge: PartitionJudge) -> None:
    judge.apply(message(0, build.registered()))
    again = judge.apply(message(1, build.registered(), build.registered()))
    assert again == Applied()
    assert judge.next == 2
    [finding] = judge.apply(message(2, build.received("L2"))).findings
    assert finding.revision == 2


def test_an_event_of_another_partition_takes_no_number(path: Path) -> None:
    place = next(place for place in (Place(SUBJECTS, n, 12) for n in range(12)) if not place.owns("lot:L1"))
    with judge_of(path, place=place) as judge:
        assert judge.apply(message(0, build.registered(), place=place)) == Applied()
        assert judge.next == 1


def test_a_tick_fires_deadlines_and_an_older_one_is_ignored(path: Path) -> None:
    with judge_of(path) as judge:
        judge.apply(message(0, build.registered(), build.released(at="2024-03-02")))
        [finding] = judge.apply(message(1, *ticks("2024-03-13"))).findings
        assert (finding.rule, finding.severity, finding.revision) == ("CUS003", Severity.NOTICE, 3)
        judge.commit()
    with judge_of(path) as judge:
        assert judge.apply(message(2, *ticks("2024-03-13", "2024-03-12"))) == Applied()
        [finding] = judge.apply(message(3, *ticks("2024-04-13"))).findings
        assert (finding.severity, finding.revision) == (Severity.BREACH, 4)


# ---------------------------------------------------------------------------------------------------- what is refused


def a_finding() -> Finding:
    run = Run()
    return run.feed(build.received())[0]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "too_short"),
        (b"no message of ours", "bad_marker"),
        (message(0, build.registered()).payload[:-1], "truncated"),
        (codec.encode(Tick(KNOWN_AT)), "unexpected_kind"),
    ],
)
def test_a_message_that_is_no_batch_is_refused_and_the_next_one_counts(
    judge: PartitionJudge, payload: bytes, reason: str
) -> None:
    applied = judge.apply(Incoming(SUBJECTS, 0, 0, KNOWN_AT, payload))
    [refused] = applied.refused
    assert (applied.records, refused.reason, refused.payload) == (0, reason, payload)
    assert (refused.source, refused.received_at) == (SUBJECTS, KNOWN_AT)
    assert judge.apply(message(1, build.received())).findings[0].revision == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no message of ours", "bad_marker"),
        (codec.encode(build.released())[:-1], "truncated"),
        (codec.record_of(replace(build.released(), utc_offset_minutes=10_000)).payload, "bad_offset"),
        (a_finding(), "unexpected_kind"),
        (SubjectBatch((entry(build.released()),)), "unexpected_kind"),
        (THEIRS, "rules_not_alone"),
        (OURS, "rules_not_alone"),
    ],
)
def test_a_record_that_cannot_count_is_refused_and_the_others_of_its_message_count(
    judge: PartitionJudge, content: codec.Message | bytes, reason: str
) -> None:
    one = message(0, build.registered(), content, build.received("L2"))
    assert not judge.asks_for_other_rules(one)
    assert not judge.asks_for_these_rules(one)
    applied = judge.apply(one)
    [refused], [finding] = applied.refused, applied.findings
    payload = content if isinstance(content, bytes) else codec.encode(content)
    assert (refused.reason, refused.payload) == (reason, payload)
    assert (applied.records, finding.revision) == (2, 2)


def test_the_same_record_refused_again_by_another_store_has_the_same_id(tmp_path: Path) -> None:
    one = message(0, b"broken", build.registered(), b"broken in another way")
    found = []
    for name in ("this", "other"):
        with judge_of(tmp_path / name) as judge:
            found.append([refused.quarantine_id for refused in judge.apply(one).refused])
    assert found[0] == found[1]
    assert len(set(found[0])) == 2


# ------------------------------------------------------------------------------------------------------------- alerting


def test_alerting_hears_of_what_is_grave_and_of_the_end_of_it(judge: PartitionJudge) -> None:
    raised = judge.apply(message(0, build.received()))
    [alert] = raised.alerts
    assert (alert.rule, alert.severity, alert.status) == ("CUS005", Severity.BREACH, FindingStatus.RAISED)
    [cured] = [one for one in judge.apply(message(1, build.registered())).alerts if one.rule == "CUS005"]
    assert (cured.finding_id, cured.status) == (alert.finding_id, FindingStatus.RETRACTED)


def late_receipt(applied: Applied) -> list[tuple[Severity, FindingStatus]]:
    """What alerting hears of the handover that nobody received in time."""
    return [(one.severity, one.status) for one in applied.alerts if one.rule == "CUS003"]


def test_alerting_hears_nothing_of_a_notice_until_it_is_grave_and_then_all_until_it_is_taken_back(path: Path) -> None:
    late, in_time = build.received(at="2024-03-15"), build.received(at="2024-03-04")
    messages = [
        (message(0, build.registered(), build.released(), *ticks("2024-03-20")), None),
        (message(1, *ticks("2024-04-20")), (Severity.BREACH, FindingStatus.RAISED)),
        (message(2, late), (Severity.NOTICE, FindingStatus.RAISED)),
        (message(3, in_time), (Severity.NOTICE, FindingStatus.RETRACTED)),
        (message(4, build.declared_wrong(in_time)), None),
    ]
    for one, expected in messages:
        with judge_of(path) as judge:
            applied = judge.apply(one)
            assert "CUS003" in {finding.rule for finding in applied.findings}
            assert late_receipt(applied) == ([] if expected is None else [expected]), one.offset
            judge.commit()


def test_a_notice_that_is_taken_back_concerns_nobody(judge: PartitionJudge) -> None:
    judge.apply(message(0, build.registered(), build.released(), *ticks("2024-03-20")))
    cured = judge.apply(message(1, build.received(at="2024-03-04")))
    assert [finding.status for finding in cured.findings] == [FindingStatus.RETRACTED]
    assert cured.alerts == []


# ------------------------------------------------------------------------------------------------ whose store it is


@pytest.mark.parametrize(
    "other", [Place("others", 0, 1), Place(SUBJECTS, 1, 2), Place(SUBJECTS, 0, 2)], ids=["topic", "partition", "number"]
)
def test_the_store_of_another_partition_is_refused(path: Path, other: Place) -> None:
    judged(path, message(0, build.registered()))
    with pytest.raises(OtherTopic, match="belongs to subjects, partition 0 of 1, not to"), judge_of(path, place=other):
        pass
    assert judged(path, message(1, build.released())) == []


def test_the_log_of_one_machine_is_not_taken_for_a_store(path: Path) -> None:
    with closing(SqliteHistories(path, whole_book())) as log:
        log.append(codec.encode(build.registered()), KNOWN_AT, 1)
        log.commit()
    with pytest.raises(OtherTopic, match="belongs to a log on one machine"), judge_of(path):
        pass


def test_a_store_is_recognised_by_the_message_before_its_position(path: Path) -> None:
    first, second = message(0, build.registered()), message(1, build.released())
    judged(path, first, second)
    with judge_of(path) as judge:
        judge.recognise(second)
        for other in (first, message(1, build.released("L2"))):
            with pytest.raises(OtherTopic, match=r"the message before offset 2 of subjects.* made anew"):
                judge.recognise(other)


def test_a_place_reads_back_from_its_text() -> None:
    place = Place("a topic, partition 1 of 2", 3, 12)
    assert Place.read(str(place)) == place
    with pytest.raises(ValueError, match="expected a place like"):
        Place.read("nowhere")


# ----------------------------------------------------------------------------------------------------- change of rules


def test_a_store_of_other_rules_takes_in_nothing_but_the_change_to_ours_and_is_then_judged_again(path: Path) -> None:
    assert judged(path, message(0, build.received()), book=DEAF) == []
    with judge_of(path) as judge:
        assert judge.stale
        for refused in (message(1, build.registered("L2")), message(1, *ticks("2024-05-01")), message(1, THEIRS)):
            with pytest.raises(OtherRules, match="rules"):
                judge.apply(refused)
    with judge_of(path) as judge:
        applied = judge.apply(message(1, OURS))
        assert [(finding.rule, finding.revision) for finding in applied.findings] == [("CUS005", 2)]
        assert applied.alerts == applied.findings
        assert not judge.stale
        judge.commit()
    with judge_of(path) as judge:
        assert not judge.stale
        assert [one.revision for one in judge.apply(message(2, build.received("L2"))).findings] == [3]


def test_a_change_to_rules_without_a_rule_takes_its_findings_back(path: Path) -> None:
    judged(path, message(0, build.received()))
    [finding] = judged(path, message(1, THEIRS), book=DEAF)
    assert (finding.rule, finding.status, finding.cured_by) == ("CUS005", FindingStatus.RETRACTED, None)


def test_a_change_to_the_rules_that_are_there_says_nothing_and_takes_a_number(judge: PartitionJudge) -> None:
    applied = judge.apply(message(0, OURS))
    assert (applied.records, applied.findings) == (1, [])
    assert judge.apply(message(1, build.received())).findings[0].revision == 2


def test_a_log_that_asks_for_other_rules_stops_the_judge_unless_it_comes_back_to_ours(path: Path) -> None:
    with judge_of(path) as judge:
        assert judge.asks_for_other_rules(message(0, THEIRS))
        assert not judge.asks_for_other_rules(message(0, OURS))
        assert judge.asks_for_these_rules(message(0, OURS))
        assert not judge.asks_for_these_rules(message(0, THEIRS))
        assert not judge.asks_for_other_rules(message(0, build.registered()))
        with pytest.raises(OtherRules, match=f"asks for the rules {DEAF.fingerprint}"):
            judge.apply(message(0, THEIRS))
        assert judge.next == 0
        assert judge.apply(message(0, THEIRS), rules_follow=True).records == 1
        assert not judge.stale


@pytest.mark.parametrize("seed", range(4))
def test_a_new_store_that_reads_past_old_changes_ends_as_those_that_lived_through_them(
    tmp_path: Path, seed: int
) -> None:
    first, rest = a_world(seed), a_world(seed + 100)
    log = [*first, replace(message(0, OURS), offset=len(first))]
    log += [replace(one, offset=len(log) + n) for n, one in enumerate(rest)]
    long_lived, new = tmp_path / "long-lived.sqlite", tmp_path / "new.sqlite"
    judged(long_lived, *log[: len(first)], book=DEAF)
    lived = judged(long_lived, *log[len(first) :])
    before_ours = [message(0, THEIRS), *(replace(one, offset=one.offset + 1) for one in log)]
    with judge_of(new) as judge:
        said = [
            f for one in before_ours for f in judge.apply(one, rules_follow=judge.asks_for_other_rules(one)).findings
        ]
        judge.commit()

    def everything_open(path: Path) -> list[Finding]:
        with closing(SqliteHistories(path, whole_book())) as store:
            return without_place(store.open_findings())

    assert everything_open(new) == everything_open(long_lived)
    change = lived[0].revision
    later = [(f.finding_id, f.revision - 1, f.status) for f in said if f.revision - 1 > change]
    assert later == [(f.finding_id, f.revision, f.status) for f in lived if f.revision > change]


@pytest.mark.parametrize("batch", [True, False])
def test_what_a_newer_program_wrote_stops_and_is_not_refused(judge: PartitionJudge, batch: bool) -> None:
    unknown = codec.MARKER + b"newer..." + b"\x00"
    one = replace(message(0, unknown), payload=unknown) if batch else message(0, build.registered(), unknown)
    with pytest.raises(NewerProgram, match="newer version of this program"):
        judge.apply(one)
    assert exit_for(NewerProgram(""), Exit.JUDGE) is Exit.OTHER_RULES
