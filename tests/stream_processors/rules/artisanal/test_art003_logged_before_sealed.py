"""ART003: a stone is logged before its bag is sealed."""

from __future__ import annotations

import pytest

from stream_processors.rules.artisanal.art003_logged_before_sealed import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


@pytest.mark.parametrize(
    ("sealed_at", "breaches"),
    [("2024-03-01T11:44:59", 1), ("2024-03-01T11:45", 0), ("2024-03-01T12:00", 0), ("2024-03-01T13:00", 0)],
)
def test_a_seal_may_be_a_quarter_of_an_hour_before_the_registration(sealed_at: str, breaches: int) -> None:
    events = build.registered(at="2024-03-01T12:00"), build.sealed(at=sealed_at)
    assert len(said(RULE, *events)) == breaches
    assert len(said(RULE, *reversed(events))) == breaches


def test_the_first_of_several_seals_counts_and_a_second_registration_is_not_judged() -> None:
    first, again = build.sealed(at="2024-03-01T08:00"), build.sealed(at="2024-03-01T11:50", seal_id="S2")
    born = build.registered(at="2024-03-01T12:00")
    later = build.registered(at="2024-03-02T12:00")
    assert [verdict.event_id for verdict in said(RULE, first, again, born, later)] == [born.event_id]


def test_stones_in_other_bags_and_lots_that_come_out_of_others_are_left_alone() -> None:
    assert said(RULE, build.sealed("L2", "2024-02-01"), build.registered()) == []
    events = build.sealed("OUT", "2024-02-01"), build.registered(), build.transformed("L1", build.line("OUT"))
    assert said(RULE, *events) == []


def test_a_seal_that_is_declared_wrong_takes_it_back() -> None:
    seal = build.sealed(at="2024-02-01")
    assert said(RULE, seal, build.registered(), build.declared_wrong(seal)) == []


def test_it_says_both_instants_and_holds_the_goods() -> None:
    seal = build.sealed(at="2024-03-01T08:00")
    born = build.registered(at="2024-03-01T12:00")
    verdict = only(RULE, seal, born)
    assert verdict.blocking
    assert verdict.evidence == (born.event_id, seal.event_id)
    assert verdict.got == "registered at 2024-03-01 12:00 UTC, under seal S1 since 2024-03-01 08:00 UTC"
    assert verdict.expected == "a registration before the bag is sealed"
