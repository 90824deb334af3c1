"""What lots tell the lots made of them: the same in any order, in any number of partitions, whoever dies."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codec import record_of
from schemas.events import CustodyEvent
from schemas.records import SubjectBatch, Taint, TaintSource, Tick
from stream_processors.custody.lineage import CARRIED, MOST_STEPS, Heard
from stream_processors.engine import Engine, MemoryHistories
from tests import build, model
from tests.histories import START, after, randoms
from tests.judges import ALONE, Cluster, Worker, entry, open_at_the_end, without_place
from tests.judging import KNOWN_AT, Input, Open, Partitions, Run, in_one_order, open_after, register
from tests.webs import BOOK, RULES, SLOW, WIDER, breached, chain, web

Events = Sequence[CustodyEvent]
BEFORE = START - timedelta(days=1)
LATER = START + timedelta(days=1)
BORN = build.registered("L0", BEFORE)
GRACE = 6
"""Days after which nothing is provisional any more."""

often = settings(max_examples=6 * settings().max_examples)


def tainted(found: Open) -> set[str]:
    """The lots that say that they descend from one with an open breach."""
    return {subject for subject, rule, _ in found if rule == "LIN001"}


def with_ticks(rng: Random, events: Events, now: datetime) -> list[Input]:
    """The events in any order, with instants up to ``now`` among them, and ``now`` at the end."""
    inputs: list[Input] = [*rng.sample(events, len(events))]
    for hours in sorted(rng.randint(0, 240) for _ in range(3)):
        at = max(now - timedelta(hours=240 - hours), BEFORE)
        inputs.insert(rng.randint(0, len(inputs)), min(at, now))
    return [*inputs, now]


def run_of(*events: Input) -> Run:
    """A run that was fed the registration of L0 and these inputs."""
    run = Run(BOOK)
    run.feed(BORN, *events)
    return run


# ----------------------------------------------------------------------------------------- a function of what is known


@often
@given(randoms, st.integers(1, 14))
def test_any_web_says_what_the_naive_model_says_in_any_order(rng: Random, size: int) -> None:
    events = web(rng, size)
    now = after(events, days=GRACE)
    expected = model.open_findings(events, now, register(), RULES)
    found = open_after(with_ticks(rng, events, now), WIDER)
    assert {(rule, subject, event, v.severity) for (subject, rule, event), v in found.items()} == expected
    assert open_after([*rng.sample(events, len(events)), now], WIDER) == found


@often
@given(randoms, st.integers(1, 14), st.integers(-1, 7))
def test_at_any_time_a_web_says_the_same_in_any_order(rng: Random, size: int, days: int) -> None:
    events, now = web(rng, size), START + timedelta(days=days)
    assert open_after(with_ticks(rng, events, now), WIDER) == open_after([now, *events], WIDER)


@given(randoms, st.integers(1, 14), st.integers(1, 4))
def test_partitions_that_die_and_hear_late_say_the_same_as_one_engine(rng: Random, size: int, partitions: int) -> None:
    events = web(rng, size)
    inputs = with_ticks(rng, events, START + timedelta(days=rng.randint(-1, 7)))
    alone = Run(WIDER)
    alone.feed(*inputs)
    with TemporaryDirectory() as folder, closing(Cluster(Path(folder), partitions, rng, WIDER)) as cluster:
        cluster.feed(inputs)
        sent = sorted((one for worker in cluster.workers for one in worker.sent), key=lambda one: one.revision)
    assert without_place(open_at_the_end(sent)) == without_place(open_at_the_end(alone.findings))


@given(randoms, st.integers(1, 14))
def test_when_everything_is_declared_in_error_nothing_is_left(rng: Random, size: int) -> None:
    events = web(rng, size)
    voided = [build.declared_wrong(event) for event in events if event.error_declaration is None]
    mixed = [*events, *voided]
    assert open_after(rng.sample(mixed, len(mixed)), WIDER) == {}


# ------------------------------------------------------------------------------------------------------------- circles


def test_lots_made_of_each_other_do_not_keep_a_breach_alive() -> None:
    root = breached("L0")
    circle = [
        build.transformed("L0", "L1", START),
        build.transformed("L1", "L2", START),
        build.transformed("L2", "L1", START, operator="OTHER"),
    ]
    run = run_of(root, *circle)
    assert tainted(run.open) == {"lot:L1", "lot:L2"}
    run.feed(build.declared_wrong(root))
    assert run.open == {}


def test_what_a_lot_was_used_for_before_it_was_made_does_not_descend_from_what_it_was_made_of() -> None:
    root = breached("L0")
    used = build.transformed("L1", "L2", START + timedelta(days=1))
    made = build.transformed("L0", "L1", START + timedelta(days=1, microseconds=1))
    assert tainted(run_of(root, used, made).open) == {"lot:L1"}


@pytest.mark.parametrize(("days", "reached"), [(0, MOST_STEPS + 1), (1, MOST_STEPS + 5)])
def test_a_breach_goes_on_for_ever_but_not_through_too_many_steps_of_one_instant(days: int, reached: int) -> None:
    found = tainted(open_after(chain(MOST_STEPS + 5, days=days), BOOK))
    assert found == {f"lot:L{number}" for number in range(1, reached + 1)}


def test_of_very_many_breaches_only_the_first_are_told() -> None:
    lots = [f"L{number:02}" for number in range(CARRIED + 4)]
    roots = [breached(lot, handover_id=lot) for lot in lots]
    mixed = build.transformed(lots, "MIXED", START + timedelta(days=1))
    [verdict] = [
        v
        for (_, rule, _), v in run_of(build.registered(lots, BEFORE, owner="OTHER"), *roots, mixed).open.items()
        if rule == "LIN001"
    ]
    assert verdict.got.endswith("CUS002 on lot:L04, and others")


# ------------------------------------------------------------------------------------------------- events as a whole


def test_what_is_wrong_with_a_transformation_as_a_whole_is_told_to_what_it_makes() -> None:
    made = build.transformed("L0", build.line("L1", 2000), LATER)
    cut = build.transformed(build.line("L1", 2000), build.line("L2", 2000), LATER)
    run = Run(WIDER)
    run.feed(BORN, made, cut)
    assert tainted(run.open) == {"lot:L1", "lot:L2"}
    assert {v.got for (_, rule, _), v in run.open.items() if rule == "LIN001"} == {
        f"comes from where breaches are open: CUS010 on event:{made.event_id}"
    }
    run.feed(build.declared_wrong(made))
    assert run.open == {}


def test_what_is_wrong_with_a_shipment_as_a_whole_is_told_to_what_is_made_of_its_lots_and_not_to_them() -> None:
    smuggled = build.exported("L0", START, under=None)
    run = Run(WIDER)
    run.feed(BORN, build.transformed("L0", "L1", LATER), smuggled)
    assert tainted(run.open) == {"lot:L1"}
    run.feed(build.declared_wrong(smuggled))
    assert run.open == {}


# -------------------------------------------------------------------------------------------------- what is told, once


def taints_of(*events: CustodyEvent) -> list[Taint]:
    """Everything that lots have to tell when an engine takes in these events and nobody hears it."""
    engine = Engine(BOOK, MemoryHistories())
    for position, event in enumerate((BORN, *events)):
        engine.event(record_of(event), position, KNOWN_AT)
    return engine.take_told()


def test_a_lot_without_a_breach_has_nothing_to_tell() -> None:
    assert taints_of(build.transformed("L1", "L2")) == []


def test_only_what_is_new_is_told() -> None:
    root, cut = breached("L0"), build.transformed("L0", ["L1", "L2"], LATER)
    told = taints_of(root, cut, build.examined("L0", START + timedelta(hours=1)))
    assert [(taint.subject, taint.version, taint.cause) for taint in told] == [
        ("lot:L1", 2, cut.event_id),
        ("lot:L2", 2, cut.event_id),
    ]
    assert {taint.sources for taint in told} == {(TaintSource("lot:L0", "CUS002", root.event_id, 0),)}


def test_a_breach_is_told_once_it_is_provisional_no_more() -> None:
    run = run_of(breached("L0", sender=SLOW), build.transformed("L0", "L1", LATER))
    over = START + timedelta(days=5)
    run.feed(over)
    assert [finding.rule for finding in run.findings] == ["CUS002"]
    assert [(one.rule, one.subject, one.cured_by) for one in run.feed(over + timedelta(microseconds=1))] == [
        ("LIN001", "lot:L1", None)
    ]


def test_it_is_told_too_by_a_store_that_was_closed_in_between(tmp_path: Path) -> None:
    worker = Worker(tmp_path, ALONE, BOOK)
    cut = build.transformed("L0", "L1", LATER)
    worker.append(SubjectBatch(tuple(entry(one) for one in (BORN, breached("L0", sender=SLOW), cut))))
    worker.read_on(Random(1))
    worker.die()
    worker.append(SubjectBatch((entry(Tick(START + timedelta(days=6))),)))
    worker.read_on(Random(1))
    worker.close()
    assert [finding.rule for finding in worker.sent] == ["CUS002", "LIN001"]


def test_a_breach_that_is_cured_while_it_is_provisional_is_never_told() -> None:
    run = run_of(breached("L0", sender=SLOW), build.transformed("L0", "L1", LATER))
    run.feed(build.released("L0", START - timedelta(hours=1), from_party=SLOW))
    run.feed(START + timedelta(days=60))
    assert "LIN001" not in {finding.rule for finding in run.findings}


def test_a_lot_that_is_transformed_after_the_time_to_cure_its_breach_tells_it_at_once() -> None:
    run = run_of(breached("L0", sender=SLOW), START + timedelta(days=6))
    assert [one.rule for one in run.feed(build.transformed("L0", "L1", START + timedelta(days=7)))] == ["LIN001"]


def test_another_content_of_a_transformation_takes_back_what_the_first_one_told() -> None:
    root, cut = breached("L0"), build.transformed("L0", "L1", LATER, id="cut")
    earlier = replace(build.transformed("L0", "L2", LATER, id="cut"), recorded_at=cut.recorded_at - timedelta(hours=1))
    assert tainted(run_of(root, cut).open) == {"lot:L1"}
    assert tainted(run_of(root, cut, earlier).open) == {"lot:L2"}


def heard(version: int, *rules: str) -> Taint:
    """What L0 tells L1."""
    sources = tuple(TaintSource("lot:L0", rule, build.uid(rule), 0) for rule in rules)
    return Taint("lot:L1", "lot:L0", build.uid("cut"), bytes(32), version, None, sources)


def test_a_lot_hears_the_latest_version_whatever_comes_last() -> None:
    known = Heard()
    assert known.hear(heard(5, "CUS002"))
    assert not known.hear(heard(5, "CUS002"))
    assert not known.hear(heard(4, "CUS008"))
    assert known.hear(heard(6))
    assert not known.hear(heard(5, "CUS002"))


def test_a_lot_that_hears_before_it_is_born_says_so_when_it_is() -> None:
    root, cut = breached("L0"), build.transformed("L0", "L1", LATER)
    [taint] = taints_of(root, cut)
    engine = Engine(BOOK, MemoryHistories(), owns=lambda subject: subject == "lot:L1")
    assert engine.taint(taint, 1, KNOWN_AT).findings == []
    assert [finding.rule for finding in engine.event(record_of(cut), 2, KNOWN_AT).findings] == ["LIN001"]


def test_what_is_told_to_a_lot_of_another_partition_is_nothing_to_this_one() -> None:
    [taint] = taints_of(breached("L0"), build.transformed("L0", "L1", LATER))
    assert Engine(BOOK, MemoryHistories(), owns=lambda subject: False).taint(taint, 1, KNOWN_AT).repeated


@given(randoms, st.integers(1, 10), st.integers(2, 4))
def test_the_revisions_are_the_same_for_any_number_of_engines(rng: Random, size: int, many: int) -> None:
    events = web(rng, size)
    split, alone = Partitions(many), Partitions(1)
    assert in_one_order(split.feed(*events)) == in_one_order(alone.feed(*events))
    assert split.open == alone.open
