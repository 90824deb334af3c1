"""The promises, over generated histories: P1 order, P2 repeats, P3 split, P5 void, P7 two models."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codec import record_of
from schemas.events import CustodyEvent
from schemas.validation import check_event
from tests import build, faults, model
from tests.disturbances import DISTURBANCES, disturb, disturbed_histories, disturbed_papers
from tests.histories import after, journey, randoms, valid_histories, walk
from tests.judging import Input, Open, Partitions, Run, in_one_order, open_after, register, told

Events = Sequence[CustodyEvent]
often = settings(max_examples=4 * settings().max_examples)
"""More examples, for what the product stands on."""


def with_ticks(rng: Random, events: Events, ticks: int) -> list[Input]:
    """The events with instants among them: time comes forward while they arrive."""
    if not events:
        return []
    first, last = min(e.occurred_at for e in events), after(events)
    span = int((last - first).total_seconds())
    mixed: list[Input] = list(events)
    for _ in range(ticks):
        mixed.insert(rng.randint(0, len(mixed)), first + timedelta(seconds=rng.randint(0, span)))
    return mixed


def shuffled(rng: Random, events: Events) -> list[CustodyEvent]:
    """The events in another order."""
    return rng.sample(list(events), len(events))


def of_the_world(found: Open) -> Open:
    """What is open about what happened, and not about whether every number of a count is here."""
    return {key: verdict for key, verdict in found.items() if key[1] != "COM001"}


def spoken_of(found: Open) -> set[model.Found]:
    """What is open, as the second model says it."""
    return {(rule, subject, event, verdict.severity) for (subject, rule, event), verdict in found.items()}


# ------------------------------------------------------------------------------------------------------------ P1 order


@often
@given(disturbed_histories(), randoms)
def test_any_order_of_arrival_ends_in_the_same_open_findings(events: Events, rng: Random) -> None:
    now = after(events, days=rng.choice([0, 12, 35, 70]))
    expected = open_after([*events, now])
    inputs = with_ticks(rng, shuffled(rng, events), ticks=3)
    run = Run()
    run.feed(*inputs, now)
    assert run.open == expected
    assert told(run.findings) == expected


@given(disturbed_histories(most_steps=3), randoms)
def test_what_is_open_never_depends_on_the_ticks_in_between(events: Events, rng: Random) -> None:
    now = after(events, days=70)
    assert open_after([*with_ticks(rng, events, ticks=9), now]) == open_after([*events, now])


# ---------------------------------------------------------------------------------------------------------- P2 repeats


@given(disturbed_histories(), randoms)
def test_events_seen_again_change_nothing_and_say_nothing(events: Events, rng: Random) -> None:
    run = Run()
    run.feed(*events, after(events, days=35))
    before = run.open
    assert run.feed(*shuffled(rng, events)) == []
    assert run.feed(*events) == []
    assert run.open == before


@given(disturbed_histories(), randoms)
def test_repeats_among_the_arrivals_say_nothing_of_their_own(events: Events, rng: Random) -> None:
    once, again = Run(), Run()
    known: list[CustodyEvent] = []
    for event in events:
        once.feed(event)
        again.feed(event)
        known.append(event)
        assert again.feed(rng.choice(known)) == []
    assert again.open == once.open


@given(disturbed_histories())
def test_the_same_log_gives_the_same_findings_with_the_same_revisions(events: Events) -> None:
    first, second = Run(), Run()
    inputs: list[Input] = [*events, after(events, days=35)]
    assert first.feed(*inputs) == second.feed(*inputs)


# ------------------------------------------------------------------------------------------------------------ P3 split


@often
@given(disturbed_histories(), randoms, st.integers(2, 5))
def test_any_number_of_partitions_says_the_same_with_the_same_revisions(events: Events, rng: Random, many: int) -> None:
    inputs: list[Input] = [*with_ticks(rng, events, ticks=2), after(events, days=35)]
    alone, split = Partitions(1), Partitions(many)
    assert in_one_order(split.feed(*inputs)) == in_one_order(alone.feed(*inputs))
    assert split.open == alone.open == open_after(inputs)


# ------------------------------------------------------------------------------------------------------------- P5 void


@often
@given(disturbed_histories(), randoms)
def test_an_event_and_its_declaration_leave_the_verdicts_as_if_it_had_never_been(events: Events, rng: Random) -> None:
    """Whichever of the two comes first, and whatever comes between. Only its number stays used."""
    rest = list(events)
    unwanted = rest.pop(rng.randrange(len(rest))) if rest else build.registered()
    rest = [e for e in rest if (e.event_id, record_of(e).digest) != (unwanted.event_id, record_of(unwanted).digest)]
    now = after([*rest, unwanted], days=35)
    voided = shuffled(rng, [*rest, unwanted, build.declared_wrong(unwanted)])
    assert of_the_world(open_after([*with_ticks(rng, voided, ticks=2), now])) == of_the_world(open_after([*rest, now]))


@given(disturbed_histories(most_steps=4), randoms)
def test_a_history_that_is_void_as_a_whole_leaves_nothing(events: Events, rng: Random) -> None:
    voided = shuffled(rng, [*events, *(build.declared_wrong(event) for event in events)])
    assert open_after([*voided, after(events, days=70)]) == {}


@given(disturbed_histories(), randoms)
def test_a_declaration_opens_no_gap(events: Events, rng: Random) -> None:
    now = after(events, days=70)
    declared = [build.declared_wrong(event, at=now) for event in events if rng.randint(0, 1)]
    gaps = {key for key in open_after([*events, now]) if key[1] == "COM001"}
    assert {key for key in open_after([*shuffled(rng, [*events, *declared]), now]) if key[1] == "COM001"} <= gaps


# ------------------------------------------------------------------------------------------------------ P7 two models


@often
@given(disturbed_histories(), randoms)
def test_the_naive_model_finds_the_same_in_disturbed_histories(events: Events, rng: Random) -> None:
    now = after(events, days=rng.choice([0, 12, 20, 35, 70]))
    expected = model.open_findings(events, now, register())
    assert spoken_of(open_after([*shuffled(rng, events), now])) == expected


@often
@given(disturbed_papers(), randoms)
def test_the_naive_model_finds_the_same_where_papers_name_authorities_otherwise(events: Events, rng: Random) -> None:
    now = after(events, days=35)
    expected = model.open_findings(events, now, register())
    assert spoken_of(open_after([*shuffled(rng, events), now])) == expected


@often
@given(valid_histories(most_steps=12))
def test_valid_histories_are_flagged_by_no_rule_at_any_time(events: Events) -> None:
    run = Run()
    for event in events:
        run.feed(event.occurred_at, event)
    now = after(events, days=70)
    run.feed(now)
    assert run.findings == []
    assert model.open_findings(events, now, register()) == set()


@pytest.mark.parametrize("code", faults.CODES)
def test_a_single_fault_is_flagged_by_its_rule_and_by_the_naive_model(code: str) -> None:
    for seed in range(4):
        events = faults.put(code, Random(seed))
        now = after(events, days=40)
        found = open_after([*events, now])
        assert code in {rule for _, rule, _ in found}, f"seed {seed}: {sorted(found)}"
        assert spoken_of(found) == model.open_findings(events, now, register())


# ------------------------------------------------------------------------------------------- the generators themselves


def test_the_journey_that_faults_are_put_into_is_clean() -> None:
    for seed in range(10):
        events = journey(Random(seed)).events
        assert open_after([*events, after(events, days=70)]) == {}


def test_every_disturbance_changes_some_history() -> None:
    for kind in DISTURBANCES:
        found = []
        for seed in range(60):
            events = walk(Random(seed), 6).events
            with_it = list(events)
            kind(Random(seed), with_it, seed % len(events))
            found.append(with_it != events)
        assert any(found), kind.__name__


def test_every_generated_event_is_one_that_can_be() -> None:
    faulty = [put for code in faults.CODES for put in faults.put(code, Random(1))]
    disturbed = [event for seed in range(40) for event in disturb(Random(seed), walk(Random(seed), 8).events, 5)]
    for event in [*faulty, *disturbed]:
        check_event(event)


def test_generated_histories_are_listed_in_the_order_in_which_they_occurred() -> None:
    for seed in range(20):
        events = walk(Random(seed), 8).events
        assert all(one.occurred_at <= other.occurred_at for one, other in pairwise(events))
