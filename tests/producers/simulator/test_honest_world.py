"""A world without faults is a world without findings."""

from __future__ import annotations

from datetime import date

import pytest

from producers.simulator.world import simulate
from schemas.codec import record_of
from schemas.findings import Finding, FindingStatus, Severity
from schemas.reference.load import load_reference
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules.completeness.com001_no_gap import RULE as COM001
from tests.producers.simulator.judged import judged


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_honest_world_of_five_thousand_events_breaks_no_rule(seed: int) -> None:
    breaches = [v for v in judged(simulate(seed, 5_000)).found.values() if v.severity is not Severity.NOTICE]
    assert breaches == []


@pytest.mark.parametrize("start", [date(2013, 7, 1), date(2019, 5, 1), date(2026, 6, 1)])
def test_an_honest_world_breaks_no_rule_whenever_it_begins(start: date) -> None:
    assert judged(simulate(5, 1_500, start=start)).found == {}


def test_a_world_as_small_as_a_single_story_is_told_to_its_end() -> None:
    assert judged(simulate(1, 1)).found == {}


@pytest.mark.parametrize("seed", [1, 2])
def test_an_honest_emitter_that_overlooks_a_page_is_never_called_overdue_and_its_gap_is_filled(seed: int) -> None:
    world = simulate(seed, 5_000)
    reference = load_reference().with_parties(world.parties).with_sites(world.sites)
    engine = Engine(RuleBook([COM001], reference), MemoryHistories())
    said: list[Finding] = []
    for position, sent in enumerate(world.sent(), start=1):
        said += engine.tick(sent.sent_at, position, sent.sent_at)
        said += engine.event(record_of(sent.event), position, sent.sent_at).findings
    said += engine.tick(world.ends_at, 1_000_000, world.ends_at)
    assert said != []
    assert {(finding.severity, finding.provisional_until is None) for finding in said} == {(Severity.NOTICE, False)}
    last = {finding.finding_id: finding.status for finding in said}
    assert set(last.values()) == {FindingStatus.RETRACTED}
