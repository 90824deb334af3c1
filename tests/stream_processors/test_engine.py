"""What the engine says and when: revisions, retractions, deadlines, broken rules, changed rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from schemas.codec import record_of
from schemas.errors import ConfigurationError
from schemas.events import CustodyEvent, CustodyReleased, LotRegistered
from schemas.findings import Finding, FindingStatus, Severity, finding_id
from schemas.reference.settings import DAYS, Setting
from schemas.routing import SubjectKind, shares
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from stream_processors.rules.base import ALWAYS, Breach, DeadlineRule, LotCase, Rule, Step
from tests import build
from tests.disturbances import DISTURBANCES, disturbed_histories
from tests.histories import History, after
from tests.judging import KNOWN_AT, Open, Run, book_of, open_after, register

RELEASED = build.released(at="2024-03-02T12:00")
DEADLINE = build.instant("2024-03-12T12:00")
MICROSECOND = timedelta(microseconds=1)


def only(code: str) -> RuleBook:
    """A book with one rule of the program."""
    return book_of(next(rule for rule in all_rules() if rule.code == code))


def rule(check: Any, code: str = "TST001", **more: Any) -> Rule[LotCase]:
    """A rule about registrations and releases of lots."""
    fixed: dict[str, Any] = {"title": "Test", "citation": "none", "in_force_from": ALWAYS, "case": LotCase}
    return Rule(code=code, bodies=(LotRegistered, CustodyReleased), check=check, **fixed | more)


def count_stones(case: LotCase) -> Breach:
    """Speaks of every event, and says what it says of the lot before."""
    return Breach(f"{case.lot.carats} before", "nothing", (case.lot.facts_event,))


def fail(case: LotCase) -> Breach:
    """Divides by nothing."""
    return Breach(str(case.lot.carats // 0), "")


def summary(findings: list[Finding]) -> list[tuple[str, FindingStatus, Severity, int]]:
    """Rule, status, severity and revision of findings."""
    return [(finding.rule, finding.status, finding.severity, finding.revision) for finding in findings]


# ------------------------------------------------------------------------------------------- raise, revise and retract


def test_a_finding_is_revised_under_the_same_id_when_an_earlier_event_changes_it() -> None:
    run = Run(book_of(rule(count_stones)))
    first = build.registered([build.line(carats=1000)], at="2024-03-01", id="first")
    [raised] = run.feed(RELEASED)
    assert (raised.got, raised.revision, raised.status) == ("0 before", 1, FindingStatus.RAISED)
    of_release = [finding for finding in run.feed(first) if finding.event_id == RELEASED.event_id]
    assert [(f.got, f.revision, f.finding_id) for f in of_release] == [("1000 before", 2, raised.finding_id)]
    assert raised.finding_id == finding_id("TST001", "lot:L1", RELEASED.event_id)


def test_what_does_not_change_is_not_said_again() -> None:
    run = Run(book_of(rule(count_stones)))
    run.feed(build.registered())
    assert [finding.event_id for finding in run.feed(RELEASED)] == [RELEASED.event_id]
    assert run.feed(build.examined()) == []


def test_a_retraction_names_the_event_that_cured_it_and_keeps_what_was_said() -> None:
    run = Run(only("CUS005"))
    [raised] = run.feed(RELEASED)
    start = build.registered()
    [retracted] = run.feed(start)
    assert (retracted.status, retracted.cured_by, retracted.revision) == (FindingStatus.RETRACTED, start.event_id, 2)
    assert (retracted.finding_id, retracted.got) == (raised.finding_id, raised.got)


def test_a_retracted_finding_is_raised_again_under_its_old_id() -> None:
    run = Run(only("CUS005"))
    [raised] = run.feed(RELEASED)
    run.feed(build.registered())
    [again] = run.feed(build.declared_wrong(build.registered()))
    assert (again.finding_id, again.status, again.revision) == (raised.finding_id, FindingStatus.RAISED, 3)


def test_a_finding_is_dated_by_its_event_and_known_when_its_record_came() -> None:
    [raised] = Run(only("CUS005")).feed(RELEASED)
    assert (raised.dated_at, raised.known_at) == (RELEASED.occurred_at, KNOWN_AT)


def test_an_event_is_a_repeat_only_when_all_its_subjects_know_it() -> None:
    run = Run()
    pair = record_of(build.registered(["L1", "L2"]))
    assert not run.engine.event(pair, 1, KNOWN_AT).repeated
    assert run.engine.event(pair, 2, KNOWN_AT).repeated


# ------------------------------------------------------------------------------------------------------------ deadlines


def test_a_tick_after_the_deadline_raises_a_finding_dated_by_the_deadline() -> None:
    run = Run(only("CUS003"))
    assert run.feed(build.registered(), RELEASED, DEADLINE) == []
    late = DEADLINE + MICROSECOND
    [raised] = run.feed(late)
    assert (raised.dated_at, raised.severity, raised.event_id) == (DEADLINE, Severity.NOTICE, RELEASED.event_id)


def test_one_tick_that_jumps_over_every_deadline_raises_the_gravest_level_only() -> None:
    run = Run(only("CUS003"))
    run.feed(build.registered(), RELEASED)
    [raised] = run.feed(DEADLINE + timedelta(days=100))
    assert (raised.dated_at, raised.severity) == (DEADLINE + timedelta(days=20), Severity.BREACH)


def test_a_finding_gets_graver_at_its_next_deadline() -> None:
    run = Run(only("CUS003"))
    said = run.feed(build.registered(), RELEASED, DEADLINE + MICROSECOND, DEADLINE + timedelta(days=21))
    assert summary(said) == [
        ("CUS003", FindingStatus.RAISED, Severity.NOTICE, 3),
        ("CUS003", FindingStatus.RAISED, Severity.BREACH, 4),
    ]
    assert said[0].finding_id == said[1].finding_id


def test_a_receipt_that_arrives_late_but_occurred_in_time_retracts_the_finding() -> None:
    run = Run(only("CUS003"))
    run.feed(build.registered(), RELEASED, DEADLINE + timedelta(days=1))
    receipt = build.received(at=DEADLINE)
    [retracted] = run.feed(receipt)
    assert (retracted.status, retracted.cured_by) == (FindingStatus.RETRACTED, receipt.event_id)
    assert run.open == {}


def test_a_receipt_that_occurred_too_late_leaves_the_finding_and_proves_it() -> None:
    run = Run(only("CUS003"))
    run.feed(build.registered(), RELEASED, DEADLINE + timedelta(days=30))
    receipt = build.received(at=DEADLINE + timedelta(days=2))
    [revised] = run.feed(receipt)
    assert (revised.status, revised.severity) == (FindingStatus.RAISED, Severity.NOTICE)
    assert revised.dated_at == DEADLINE
    assert receipt.event_id in revised.evidence


def test_a_deadline_that_passed_before_its_event_arrived_is_raised_at_once() -> None:
    run = Run(only("CUS003"))
    run.feed(DEADLINE + timedelta(days=1))
    assert summary(run.feed(build.registered(), RELEASED)) == [("CUS003", FindingStatus.RAISED, Severity.NOTICE, 3)]


def test_a_deadline_that_is_reached_to_the_instant_when_its_event_arrives_is_raised_by_the_next_tick() -> None:
    run = Run(only("CUS003"))
    assert run.feed(DEADLINE, build.registered(), RELEASED) == []
    [raised] = run.feed(DEADLINE + MICROSECOND)
    assert (raised.severity, raised.dated_at) == (Severity.NOTICE, DEADLINE)


def test_time_never_runs_backwards() -> None:
    run = Run(only("CUS003"))
    run.feed(build.registered(), RELEASED, DEADLINE + timedelta(days=1))
    before = run.open
    assert run.feed(DEADLINE - timedelta(days=5)) == []
    assert run.engine.now == DEADLINE + timedelta(days=1)
    assert run.open == before


def test_before_the_first_tick_nothing_is_late() -> None:
    assert Run(only("CUS003")).feed(build.registered(), RELEASED) == []


def test_a_finding_is_provisional_while_the_awaited_party_may_still_send() -> None:
    release = build.released(at="2024-03-02T12:00", to_party="OFFICE-BE")
    run = Run(only("CUS003"))
    [raised] = run.feed(build.registered(), release, DEADLINE + MICROSECOND)
    assert raised.provisional_until == DEADLINE + timedelta(days=5)
    [final] = run.feed(build.received(at=DEADLINE + timedelta(days=1), to_party="OFFICE-BE"))
    assert final.provisional_until is None


def test_no_receipt_is_expected_from_a_party_that_sends_no_events() -> None:
    release = build.released(to_party="DIGGERS-BW")
    assert open_after([build.registered(), release, DEADLINE + timedelta(days=90)], only("CUS003")) == {}


# ----------------------------------------------------------------------------------------------------------- the rules


def test_a_rule_that_fails_speaks_as_broken_and_the_others_still_speak() -> None:
    said = Run(book_of(rule(fail, "TST000"), rule(count_stones))).feed(build.registered())
    assert [(f.rule, f.severity) for f in said] == [("TST000", Severity.BROKEN), ("TST001", Severity.BREACH)]
    assert "ZeroDivisionError" in said[0].got


def test_a_deadline_that_fails_speaks_as_broken() -> None:
    def broken(*_: Any) -> Breach:
        raise LookupError("no such thing")

    deadline = DeadlineRule(
        code="TST009",
        title="Test",
        citation="none",
        in_force_from=ALWAYS,
        awaits="receipt",
        steps=(Step(Setting("TST009", "notice_after", 10, DAYS, "test"), Severity.NOTICE),),
        describe=broken,
        applies=lambda *_: True,
    )
    [raised] = Run(book_of(deadline)).feed(build.registered(), RELEASED, DEADLINE + MICROSECOND)
    assert (raised.severity, raised.dated_at) == (Severity.BROKEN, DEADLINE)
    assert "no such thing" in raised.got


def test_a_rule_is_asked_only_where_it_applies_and_is_in_force_on_the_day_of_the_event() -> None:
    day = build.day("2024-03-01")
    events = [
        build.registered(at=f"2024-02-{29}"),
        build.registered(at="2024-03-01"),
        build.registered(at="2024-03-02"),
    ]
    book = book_of(rule(count_stones, in_force_from=day, in_force_until=build.day("2024-03-02")))
    assert {event for _, _, event in open_after(events, book)} == {events[1].event_id}
    nowhere = book_of(rule(count_stones, applies=lambda case: False))
    assert open_after(events, nowhere) == {}


def test_a_book_without_rules_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="without rules"):
        RuleBook((), register())


def test_new_rules_raise_revise_and_retract_with_no_event_as_the_cure() -> None:
    run = Run(book_of(rule(count_stones, "TST001"), rule(count_stones, "TST002")))
    run.feed(build.registered())
    run.engine.book = book_of(rule(count_stones, "TST002", version=2), rule(count_stones, "TST003"))
    said = list(run.engine.judge_again(2, KNOWN_AT))
    assert [(f.rule, f.rule_version, f.status, f.cured_by) for f in said] == [
        ("TST002", 2, FindingStatus.RAISED, None),
        ("TST003", 1, FindingStatus.RAISED, None),
        ("TST001", 1, FindingStatus.RETRACTED, None),
    ]


def test_the_fingerprint_of_a_book_changes_with_versions_and_parameters() -> None:
    books = [
        book_of(rule(count_stones)),
        book_of(rule(count_stones, version=2)),
        book_of(rule(count_stones, parameters={"days": "10"})),
        book_of(rule(count_stones, "TST002")),
    ]
    assert len({book.fingerprint for book in books}) == len(books)
    assert book_of(rule(count_stones)).fingerprint == books[0].fingerprint


# ---------------------------------------------------------------------------------------------- lots see their own line


def reduced(event: CustodyEvent, lot: str) -> CustodyEvent:
    """The event with the lines of one lot only, under its id."""
    body: Any = event.body
    kept: dict[str, Any] = {
        name: tuple(line for line in getattr(body, name) if line.lot_id == lot)
        for name in ("lines", "inputs", "outputs")
        if hasattr(body, name)
    }
    if hasattr(body, "lot_ids"):
        kept["lot_ids"] = tuple(name for name in body.lot_ids if name == lot)
    return replace(event, body=replace(body, **kept))


ALONE = tuple(disturb for disturb in DISTURBANCES if "conflict" not in disturb.__name__)
"""Disturbances under which the other lines of an event cannot decide which content counts."""


@settings(max_examples=25)
@given(disturbed_histories(kinds=ALONE))
def test_a_lot_is_judged_the_same_when_the_other_lines_of_its_events_are_taken_away(events: History) -> None:
    now = after(events, days=35)
    whole = open_after([*events, now])
    lots = {share.subject for event in events for share in shares(event) if share.kind is SubjectKind.LOT}
    for lot in lots:
        alone = open_after([*(reduced(event, lot.removeprefix("lot:")) for event in events), now])
        assert of_subject(alone, lot) == of_subject(whole, lot)


def of_subject(found: Open, subject: str) -> Open:
    """What is open about one subject, but for what the lots say that it was made of."""
    return {key: verdict for key, verdict in found.items() if key[0] == subject and key[1] != "LIN001"}
