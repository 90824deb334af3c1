"""A world without faults is a world without findings."""

from __future__ import annotations

from datetime import date

import pytest

from producers.simulator.world import simulate
from schemas.findings import Severity
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
