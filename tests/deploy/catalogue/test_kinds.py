"""Every code and every pattern is measured plain, near and in disguise, or says why not."""

from __future__ import annotations

import pytest

from deploy.benchmarks.detection.report import patterns_with
from deploy.catalogue.coverage import coverage
from deploy.catalogue.entries import all_entries
from deploy.catalogue.without_scenario import NEEDED, reasons
from producers.simulator.disguises import disguises_of
from producers.simulator.faults import all_faults
from producers.simulator.kinds import Kind
from producers.simulator.scenarios import all_scenarios

CODES = sorted(entry.code for entry in all_entries())
BLOCKING = sorted(entry.code for entry in all_entries() if entry.blocking == "yes")
OF_THEMSELVES = {made.name for fault in all_faults().values() for made in disguises_of(fault)}


def measured(code: str, *, written: bool = False) -> set[Kind]:
    """The kinds of which ``code`` has a scenario; those that are made of another one are left out of ``written``."""
    scenarios = all_scenarios().values()
    return {one.kind for one in scenarios if code in one.rules and not (written and one.name in OF_THEMSELVES)}


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_scenario_of_each_kind_or_a_reason(code: str) -> None:
    lacking = {kind for kind in NEEDED if kind not in measured(code)}
    assert lacking == {kind for of, kind in reasons() if of == code}


@pytest.mark.parametrize("code", BLOCKING)
def test_every_rule_that_blocks_has_a_disguise_that_was_written_for_it(code: str) -> None:
    assert Kind.DISGUISED in measured(code, written=True)


def test_every_reason_is_about_a_code_that_exists() -> None:
    assert {code for code, _ in reasons()} <= set(CODES)


def test_every_pattern_that_codes_cover_has_a_scenario_of_each_kind() -> None:
    rows = patterns_with(all_scenarios())
    assert {row["pattern"] for row in rows} == {line.pattern for line in coverage() if line.codes}
    assert [(row["pattern"], kind) for row in rows for kind in NEEDED if not row[kind]] == []
