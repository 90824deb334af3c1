"""Every scenario is what it says: its rules speak of it, or stay silent where it is honest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import producers.simulator.scenarios as folder
from deploy.benchmarks.detection.plans import plans_for
from deploy.benchmarks.detection.scoring import Score
from deploy.benchmarks.detection.watching import Watch
from deploy.wiring import scratch_rows
from producers.simulator.disguises import disguises_of
from producers.simulator.faults import all_faults
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play
from producers.simulator.scenarios import Scenario, all_scenarios
from sinks.detectors import load_detectors
from stream_processors.rules import all_rules

DISGUISED = [disguise.name for fault in all_faults().values() for disguise in disguises_of(fault)]
OF_THE_FOLDER = sorted(set(all_scenarios()) - set(all_faults()) - set(DISGUISED))
SEED, EVENTS, TIMES = 7, 100, 2


@pytest.fixture(scope="module")
def watch() -> Iterator[Watch]:
    """One store for all; each world empties it."""
    with scratch_rows() as rows:
        yield Watch(rows, load_detectors())


def scored(watch: Watch, scenario: Scenario, *, monthly: bool) -> Score:
    """A small world with this scenario alone, under all rules and the detectors that it speaks of."""
    score = Score()
    for plan in plans_for(SEED, EVENTS, [scenario], TIMES):
        score.add(watch.world(plan, frozenset([*scenario.rules, *scenario.also]), monthly=monthly))
    return score


def all_hit(score: Score) -> bool:
    return all(case.hit for cases in score.cases.values() for case in cases)


def test_every_file_of_the_folder_is_a_scenario() -> None:
    files = {path.stem for path in Path(*folder.__path__).glob("*.py")} - {"__init__"}
    assert set(OF_THE_FOLDER) == files


def test_every_scenario_names_rules_and_detectors_that_exist() -> None:
    codes = {rule.code for rule in all_rules()} | {detector.code for detector in load_detectors()}
    named = {code for scenario in all_scenarios().values() for code in (*scenario.rules, *scenario.also)}
    assert named <= codes


def test_what_only_detectors_see_is_a_play() -> None:
    told = [scenario for scenario in all_scenarios().values() if not isinstance(scenario, Play)]
    assert [scenario.name for scenario in told if any(code.startswith("STA") for code in scenario.rules)] == []


@pytest.mark.parametrize("name", OF_THE_FOLDER)
def test_a_scenario_is_found_by_its_rules_and_an_honest_one_by_none(watch: Watch, name: str) -> None:
    scenario = all_scenarios()[name]

    score = scored(watch, scenario, monthly=False)
    if scenario.kind is not Kind.HONEST and not all_hit(score):  # it may have been found, and be over by the end
        score = scored(watch, scenario, monthly=True)

    assert {code for _, code in score.cases} == set(scenario.rules)
    known = set(scenario.rules) if scenario.kind is Kind.HONEST and scenario.out_of_reach else set()
    assert set(score.alarms) == known, dict(score.examples)
    if scenario.kind is not Kind.HONEST:
        assert all_hit(score) is not bool(scenario.out_of_reach)


@pytest.mark.parametrize("shape", ["_in_disorder", "_taken_back"])
def test_every_fault_is_found_in_disguise_too_and_what_is_taken_back_no_longer_stands(watch: Watch, shape: str) -> None:
    """All of one shape in one world."""
    disguised = [all_scenarios()[name] for name in DISGUISED if name.endswith(shape)]
    score = Score()
    for plan in plans_for(SEED, EVENTS, disguised, 1):
        score.add(watch.world(plan))

    cases = {scenario: case for (scenario, _), found in score.cases.items() for case in found}
    assert set(cases) == {scenario.name for scenario in disguised}
    assert [name for name, case in cases.items() if not case.hit or case.taken_back is False] == []
    assert dict(score.alarms) == {}
