"""Every pattern of the domain list is covered, or says why not, and every code covers something."""

from __future__ import annotations

import pytest

from deploy.catalogue.coverage import PATTERNS, coverage, patterns_of
from producers.simulator.scenarios import all_scenarios
from sinks.detectors import load_detectors
from stream_processors.rules import all_rules

CODES = {rule.code for rule in all_rules()} | {detector.code for detector in load_detectors()}
ASKED_FOR = [*(f"F{number}" for number in range(1, 25)), "1.3", "1.4", "1.7", "4.4", "4.5", "5.1"]


def test_every_code_named_exists() -> None:
    assert {code for line in coverage() for code in line.codes} - CODES == set()


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_rule_and_detector_covers_a_pattern(code: str) -> None:
    assert patterns_of(code) != ()


@pytest.mark.parametrize("pattern", ASKED_FOR)
def test_every_pattern_has_a_line(pattern: str) -> None:
    assert [line for line in coverage() if line.pattern == pattern] != []


def test_every_key_is_used() -> None:
    assert {line.pattern for line in coverage()} == set(PATTERNS)


def test_every_scenario_belongs_to_a_pattern_of_the_list() -> None:
    assert {scenario.pattern for scenario in all_scenarios().values()} - set(PATTERNS) - {""} == set()
