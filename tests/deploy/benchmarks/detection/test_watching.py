"""A world is watched as it would be in life: a tick a day, the detectors once a month."""

from __future__ import annotations

import pytest

from deploy.benchmarks.detection.flags import Watched
from deploy.benchmarks.detection.plans import plans_for
from deploy.benchmarks.detection.watching import Watch
from deploy.wiring import scratch_rows
from producers.simulator.scenarios import all_scenarios
from sinks.detectors import load_detectors


@pytest.fixture(scope="module")
def watched() -> Watched:
    """A world with one play, under the rules and two detectors."""
    (plan,) = plans_for(3, 100, [all_scenarios()["boart_as_gem_goods"]], 1)
    with scratch_rows() as store:
        return Watch(store, [found for found in load_detectors() if found.code in {"STA001", "STA014"}]).world(plan)


def test_a_detector_speaks_on_the_second_day_of_a_month(watched: Watched) -> None:
    (label,) = watched.labels
    found = [flag for flag in watched.flags if flag.rule == "STA014" and label.names(flag.subject)]

    assert [(flag.raised_at.day, flag.raised_at.hour) for flag in found] == [(2, 0)]
    assert found[0].raised_at > watched.arrived[label.faulty[0]]


def test_what_the_packaged_figures_give_rise_to_is_no_finding_of_the_world(watched: Watched) -> None:
    assert "STA001" in watched.looked
    assert [flag for flag in watched.flags if flag.rule == "STA001"] == []


def test_rules_are_asked_when_an_event_comes_and_at_midnight(watched: Watched) -> None:
    instants = set(watched.arrived.values())
    late = [flag for flag in watched.flags if not flag.rule.startswith("STA") and flag.raised_at not in instants]

    assert {(flag.raised_at.hour, flag.raised_at.minute) for flag in late} <= {(0, 0)}
