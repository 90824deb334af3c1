"""LIN001: a lot says that a breach is open in a lot that it descends from, and stops saying so."""

from __future__ import annotations

from schemas.events import CustodyEvent
from schemas.findings import Finding, FindingStatus, Severity
from schemas.records import TaintSource
from stream_processors.rules.lineage.lin001_no_breach_before_it import NAMED, RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.judging import Run, book_of, whole_book

BOOK = book_of(*(rule for rule in whole_book().rules if rule.code in ("CUS003", "CUS008", "LIN001")))
"""The weights of a handover and its deadline, which these lots break, and nothing else."""

LOST = build.received(build.line(carats=900), "2024-03-03")
START: tuple[CustodyEvent, ...] = (build.registered(), build.released())
CUT = build.transformed(build.line(carats=900), build.line("L2", 900), "2024-03-05")
CUT_AGAIN = build.transformed(build.line("L2", 900), [build.line("L3", 400), build.line("L4", 500)], "2024-03-06")
CHAIN = (CUT, CUT_AGAIN)


def descents(run: Run) -> dict[str, Verdict]:
    """What is open of the rule, by lot."""
    return {subject: verdict for (subject, rule, _), verdict in run.open.items() if rule == RULE.code}


def fed(*events: CustodyEvent) -> Run:
    """A run that was fed these events."""
    run = Run(BOOK)
    run.feed(*events)
    return run


def of_rule(findings: list[Finding]) -> list[Finding]:
    """What this rule said."""
    return [finding for finding in findings if finding.rule == RULE.code]


def test_a_lot_without_a_breach_before_it_says_nothing() -> None:
    received = build.received(at="2024-03-03")
    cut = build.transformed("L1", "L2", "2024-03-05")
    assert descents(fed(*START, received, cut)) == {}


def test_a_lot_says_what_is_open_in_the_lot_it_was_made_of() -> None:
    found = descents(fed(*START, LOST, CUT))
    assert set(found) == {"lot:L2"}
    verdict = found["lot:L2"]
    assert verdict.got == "comes from where breaches are open: CUS008 on lot:L1"
    assert (
        verdict.expected
        == "no open breach in what it was made of, directly or through others, or in how that was made and moved"
    )
    assert (verdict.event_id, verdict.evidence) == (CUT.event_id, (CUT.event_id, LOST.event_id))
    assert (verdict.severity, verdict.blocking) == (Severity.NOTICE, False)
    assert verdict.dated_at == CUT.occurred_at


def test_every_lot_says_so_through_any_number_of_transformations_and_names_the_first_breach() -> None:
    more = [
        build.transformed(build.line(f"L{number}", 500), build.line(f"L{number + 1}", 500), f"2024-03-{number + 3:02}")
        for number in range(4, 25)
    ]
    found = descents(fed(*START, LOST, *CHAIN, *more))
    assert set(found) == {f"lot:L{number}" for number in range(2, 26)}
    assert {verdict.got for verdict in found.values()} == {"comes from where breaches are open: CUS008 on lot:L1"}


def test_a_declaration_of_error_takes_it_back_from_every_lot_and_is_named_as_the_cure() -> None:
    run = fed(*START, LOST, *CHAIN)
    declared = build.declared_wrong(LOST)
    said = of_rule(run.feed(declared))
    assert {(finding.subject, finding.status, finding.cured_by) for finding in said} == {
        (f"lot:L{number}", FindingStatus.RETRACTED, LOST.event_id) for number in (2, 3, 4)
    }
    assert descents(run) == {}


def test_a_breach_that_becomes_known_after_the_lot_was_cut_reaches_what_was_made_of_it() -> None:
    run = fed(build.registered(), *CHAIN)
    before = descents(run)
    said = of_rule(run.feed(build.released(), LOST))
    assert before == {}
    assert {finding.subject for finding in said} == {"lot:L2", "lot:L3", "lot:L4"}


def test_a_transformation_that_is_declared_in_error_takes_its_descent_back() -> None:
    run = fed(*START, LOST, *CHAIN)
    run.feed(build.declared_wrong(CUT_AGAIN))
    assert set(descents(run)) == {"lot:L2"}


def test_a_deadline_that_passes_is_a_breach_as_any_other() -> None:
    run = fed(*START, build.transformed("L1", "L2", "2024-03-05", operator="MINE"))
    assert descents(run) == {}
    run.feed(build.instant("2024-04-20"))
    assert descents(run)["lot:L2"].got == "comes from where breaches are open: CUS003 on lot:L1"


def test_a_notice_goes_on_to_nobody() -> None:
    run = fed(*START, build.transformed("L1", "L2", "2024-03-05", operator="MINE"))
    run.feed(build.instant("2024-03-20"))
    assert {rule for _, rule, _ in run.open} == {"CUS003"}


def test_of_very_many_breaches_the_first_are_named() -> None:
    many = tuple(TaintSource(f"lot:L{number}", "CUS008", build.uid(f"{number}"), 0) for number in range(NAMED + 1))
    some = RULE.describe(many[:NAMED])
    more = RULE.describe(many)
    assert some.got.endswith(f"CUS008 on lot:L{NAMED - 1}")
    assert more.got == f"{some.got}, and others"
    assert more.evidence == some.evidence == tuple(source.event_id for source in many[:NAMED])


def test_a_rule_that_is_broken_by_several_events_of_a_lot_is_named_once() -> None:
    twice = tuple(TaintSource("lot:L1", "CUS008", build.uid(name), 0) for name in ("one", "two"))
    said = RULE.describe(twice)
    assert said.got == "comes from where breaches are open: CUS008 on lot:L1"
    assert len(said.evidence) == 2
