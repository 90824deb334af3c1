"""Changes of reference data: from their record on they count, and whom they concern is judged again, nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from schemas.errors import QuarantineError
from schemas.events import CustodyEvent, Place
from schemas.findings import FindingStatus, Severity
from schemas.identity import change_id
from schemas.records import ReferenceChanged
from schemas.reference.concerned import ALL, Concerned
from stream_processors.custody.history import History
from stream_processors.engine import MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from tests import build
from tests.changes import change, party, some_changes, taken_back
from tests.disturbances import disturbed_histories, disturbed_papers
from tests.histories import after, randoms
from tests.judging import Input, Run, open_after, register, told

often = settings(max_examples=4 * settings().max_examples)


class Everybody(MemoryHistories):
    """Judges all histories again at every change."""

    def naming(self, wanted: Concerned) -> Iterable[History]:
        """All of them."""
        return super().naming(ALL)


class Counting(MemoryHistories):
    """Notes which histories a change leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []

    def naming(self, wanted: Concerned) -> Iterable[History]:
        """Those that are named."""
        found = list(super().naming(wanted))
        self.named += [history.subject for history in found]
        return found


def mixed(rng: Random, events: Sequence[CustodyEvent], changes: Sequence[ReferenceChanged]) -> list[Input]:
    """Both in any order, each in its own."""
    inputs: list[Input] = list(events)
    places = sorted(rng.randint(0, len(inputs)) for _ in changes)
    for place, one in reversed(list(zip(places, changes, strict=True))):
        inputs.insert(place, one)
    return inputs


# ------------------------------------------------------------------------------------------------------ the properties


@often
@given(disturbed_histories(), randoms)
def test_whom_a_change_does_not_concern_it_would_not_change(events: Sequence[CustodyEvent], rng: Random) -> None:
    """Judging all again says the same, revision by revision, as judging those that it concerns."""
    inputs = mixed(rng, events, some_changes(rng, register(), 6))
    inputs.insert(rng.randint(0, len(inputs)), after(events, days=12))
    inputs.append(after(events, days=35))
    some, everybody = Run(), Run(store=Everybody())
    assert some.feed(*inputs) == everybody.feed(*inputs)


@often
@given(disturbed_papers(), randoms)
def test_whom_an_authority_does_not_concern_it_would_not_change(events: Sequence[CustodyEvent], rng: Random) -> None:
    """Authorities of which papers may name others: they come, move, report no more, or are known by another name."""
    inputs = mixed(rng, events, some_changes(rng, register(), 6, authorities=True))
    some, everybody = Run(), Run(store=Everybody())
    assert some.feed(*inputs, after(events, days=35)) == everybody.feed(*inputs, after(events, days=35))


@often
@given(disturbed_histories(), randoms)
def test_what_is_open_is_a_function_of_both_sets(events: Sequence[CustodyEvent], rng: Random) -> None:
    """Changes before, among or after the events, in any order, or in the register from the beginning."""
    changes, now = some_changes(rng, register(), 5), after(events, days=35)
    reference = register()
    for one in changes:
        reference = reference.after(one)
    expected = open_after([*events, now], RuleBook(all_rules(), reference))
    shuffled = rng.sample(changes, len(changes))
    assert open_after([*shuffled, *events, now]) == expected
    run = Run()
    run.feed(*mixed(rng, rng.sample(list(events), len(events)), shuffled), now, *changes)
    assert run.open == expected
    assert told(run.findings) == expected


@given(disturbed_histories(most_steps=3), randoms)
def test_a_change_seen_again_says_nothing_and_has_no_place(events: Sequence[CustodyEvent], rng: Random) -> None:
    changes = some_changes(rng, register(), 4)
    run = Run()
    run.feed(*events, *changes, after(events, days=35))
    position = run.position
    assert run.feed(*rng.sample(changes, len(changes))) == []
    assert run.position == position


# ----------------------------------------------------------------------------------------------------- one at a time


def test_a_finding_that_a_change_takes_back_names_the_change() -> None:
    run = Run()
    run.feed(build.registered(), build.released(to_party="SILENT-9"), build.instant("2024-03-20"))
    silent = party("SILENT-9", connected="no")
    [retracted] = run.feed(silent)
    assert (retracted.rule, retracted.status) == ("CUS003", FindingStatus.RETRACTED)
    assert (retracted.cured_by, retracted.revision) == (change_id(silent), run.position)


def test_only_histories_that_name_the_party_are_looked_at() -> None:
    store = Counting()
    run = Run(store=store)
    run.feed(build.registered(["L1"]), build.released(["L1"], to_party="SILENT-9"), build.registered(["L2"]))
    run.feed(party("SILENT-9"))
    assert store.named == ["lot:L1"]


def test_a_party_that_is_listed_since_yesterday_breaks_the_rule_from_that_day_on() -> None:
    run = Run()
    early, late = build.sold(at="2024-03-02", buyer="Shadow Gems"), build.sold(at="2024-03-09", buyer="Shadow Gems")
    run.feed(build.registered(), early, late)
    found = run.feed(change("listed_parties", name="shadow gems", jurisdiction="UN", start="2024-03-08"))
    assert [(finding.rule, finding.event_id) for finding in found] == [("SAN006", late.event_id)]


def test_a_change_concerns_those_whom_only_the_register_ties_to_it() -> None:
    """The history names neither the country that joins the Union nor the name that is listed, but a party of both."""
    stones = [build.line(origins=("RU",))]
    run = Run()
    run.feed(
        party("HOUSE-9", name="Shadow Gems", country="MC"),
        build.registered(stones, at="2024-05-01", place=Place(None, "AE")),
        build.sold(stones, at="2024-05-02", buyer="HOUSE-9", place=Place(None, "AE")),
    )
    before = {rule for _, rule, _ in run.open}
    joined = run.feed(change("territories", iso2="MC", participant="EU", start="2024-01-01"))
    listed = run.feed(change("listed_parties", name="Shadow Gems", jurisdiction="EU", start="2024-01-01"))
    assert before.isdisjoint({"SAN001", "SAN006"})
    assert [finding.rule for finding in joined + listed] == ["SAN001", "SAN006"]


def test_an_authority_that_comes_into_a_territory_concerns_papers_that_name_neither() -> None:
    """The paper names Canada and a ministry that nobody knows; the office is registered in Monaco."""
    paper = build.certificate("CA12345", issuer="CA", authority="CA-MINISTRY")
    run = Run()
    run.feed(party("OFFICE-9", country="MC", role="authority"), build.imported(under=paper, from_country="CA"))
    before = {rule for _, rule, _ in run.open}
    found = run.feed(change("territories", iso2="MC", participant="CA", start="2024-01-01"))
    assert "KIM026" not in before
    assert [finding.rule for finding in found] == ["KIM026"]


def test_a_correction_counts_by_when_it_was_recorded_and_not_by_when_it_came() -> None:
    events = build.registered(), build.released(to_party="SILENT-9"), build.instant("2024-03-20")
    wrong = party("SILENT-9", connected="no", recorded_at=build.instant("2024-04-01"))
    right = party("SILENT-9", connected="yes", recorded_at=build.instant("2024-04-02"))
    for order in ([wrong, right], [right, wrong]):
        assert {rule for _, rule, _ in open_after([*events, *order])} == {"CUS003"}


def test_a_party_is_judged_as_it_was_on_the_day_of_the_event() -> None:
    """Connected until the end of March, not after."""
    changes = party("SILENT-9"), party("SILENT-9", connected="no", valid_from="2024-04-01")
    for released, rules in (("2024-03-31", {"CUS003"}), ("2024-04-01", set())):
        events = build.registered(), build.released(at=released, to_party="SILENT-9"), build.instant("2024-05-20")
        assert {rule for _, rule, _ in open_after([*changes, *events])} == rules


def test_the_grace_of_an_emitter_moves_the_day_on_which_its_gap_is_a_breach() -> None:
    """And the first number that its count is asked for says whether there is a gap."""
    run = Run()
    events = [build.registered(f"L{n}", f"2024-03-0{n}", sequence=n, custodian="M-9", owner="M-9") for n in (2, 4)]
    run.feed(party("M-9"), *events, build.instant("2024-03-20"))
    counted = {"emitter:M-9"}
    assert [verdict.severity for (subject, _, _), verdict in run.open.items() if subject in counted] == [
        Severity.BREACH
    ] * 2
    slow = party("M-9", grace_days="30", recorded_at=build.instant("2025-01-01"))
    revised = [finding for finding in run.feed(slow) if finding.subject in counted]
    assert [(finding.rule, finding.severity) for finding in revised] == [("COM001", Severity.NOTICE)] * 2
    later = party("M-9", grace_days="30", first_number="2", recorded_at=build.instant("2025-01-02"))
    [gone] = [finding for finding in run.feed(later) if finding.subject in counted]
    assert (gone.status, gone.cured_by) == (FindingStatus.RETRACTED, change_id(later))


def test_lots_hear_of_a_breach_that_a_change_made_or_took_back() -> None:
    """The lots made of it do not name the buyer; the retraction names the change there as well."""
    run = Run()
    cut = build.transformed("L1", "L2", "2024-03-05", operator="MINE")
    run.feed(build.registered(), build.sold(at="2024-03-02", buyer="Shadow Gems"), cut)
    listing = change("listed_parties", name="shadow gems", jurisdiction="UN", start="2024-03-01")
    said = run.feed(listing)
    assert [(finding.subject, finding.rule) for finding in said] == [("lot:L1", "SAN006"), ("lot:L2", "LIN001")]
    wrong = replace(listing, withdrawn=True, recorded_at=build.instant("2025-01-01"))
    gone = run.feed(wrong)
    assert [(finding.subject, finding.cured_by) for finding in gone] == [
        ("lot:L1", change_id(wrong)),
        ("lot:L2", change_id(wrong)),
    ]


def test_a_licence_that_ends_is_a_breach_from_the_next_day_on_and_a_renewal_settles_it() -> None:
    """Its number may be written otherwise."""
    run = Run()
    days = ("2024-03-01", "2024-03-02")
    finds = [build.registered(f"L{n}", day, licence="LIC 1") for n, day in enumerate(days)]
    run.feed(*finds)
    ended = change("licences", licence="LIC-1", holder="MINE", valid_until=days[0])
    assert [(finding.rule, finding.event_id) for finding in run.feed(ended)] == [("LIC001", finds[1].event_id)]
    renewed = change("licences", licence="lic/1", holder="MINE", valid_from=days[1])
    [settled] = run.feed(renewed)
    assert (settled.status, settled.cured_by) == (FindingStatus.RETRACTED, change_id(renewed))


def test_the_first_licence_of_its_kind_in_a_country_makes_a_missing_one_worth_a_look() -> None:
    run = Run()
    find = build.registered("L1", licence="X-1", custodian="MINE-9", owner="MINE-9", place=Place(None, "LS"))
    run.feed(find)
    found = run.feed(change("licences", licence="LS-1", holder="MINE-8", country="LS"))
    assert [(finding.rule, finding.severity) for finding in found] == [("LIC001", Severity.NOTICE)]


def test_a_row_that_came_with_the_program_can_be_withdrawn() -> None:
    reference = register()
    assert reference.is_participant("AO", build.day("2024-03-01"))
    gone = reference.after(taken_back(reference, "participants", 0))
    assert not gone.is_participant("AO", build.day("2024-03-01"))
    back = gone.after(
        change("participants", iso2="AO", joined_on="2003-08-31", recorded_at=build.instant("2025-01-01"))
    )
    assert back.is_participant("AO", build.day("2024-03-01"))


def test_a_change_that_cannot_be_is_refused_and_changes_nothing() -> None:
    run = Run()
    good = party("SILENT-9")
    for bad in (
        ReferenceChanged("moods", "x", None, None, False, good.cells, "A", "test", good.recorded_at),
        ReferenceChanged("parties", "other", None, None, False, good.cells, "A", "test", good.recorded_at),
        ReferenceChanged("parties", good.key, None, None, False, good.cells[1:], "A", "test", good.recorded_at),
        ReferenceChanged("parties", good.key, None, None, False, good.cells, "", "test", good.recorded_at),
    ):
        with pytest.raises(QuarantineError, match="expected") as refused:
            run.feed(bad)
        assert refused.value.reason == "bad_reference"
    assert run.engine.book.reference is register()


def test_the_fingerprint_of_the_rules_stays() -> None:
    run = Run()
    before = run.engine.book.fingerprint
    run.feed(party("SILENT-9"))
    assert run.engine.book.fingerprint == before
