"""The whole benchmark: worlds for every seed, scored; seeds used while tuning stand apart from those only reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.benchmarks.detection.calibration import Calibration
from deploy.benchmarks.detection.flags import Watched
from deploy.benchmarks.detection.plans import WorldPlan, plans_for
from deploy.benchmarks.detection.report import codes_of, falls_short, patterns_with, rows_of
from deploy.benchmarks.detection.scoring import Score
from producers.simulator.scenarios import Scenario, all_scenarios
from producers.simulator.world import simulate
from schemas.reference.load import load_reference
from sinks.detectors import load_detectors
from stream_processors.rules import all_rules
from stream_processors.rules.base import DeadlineRule

TUNED, REPORTED = (1, 2), (401, 402, 403, 404, 405)
"""Seeds that thresholds and scenarios were looked at with, and seeds that nobody looked at before the report."""


Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: honest events of a world, and how often each fault is put in."""

    events: int
    cases: int


Look = Callable[[Iterable[WorldPlan]], Iterable[Watched]]
"""How worlds are judged: one after the other, or side by side; in the order of the plans."""


def measure(
    look: Look, scenarios: dict[str, Scenario], seeds: Sequence[int], tuned: Sequence[int], size: Size, tell: Tell
) -> dict[str, Any]:
    """Measure ``seeds`` and tell it as one JSON object; ``tuned`` seeds are measured for comparison, never mixed in."""
    blocking, titles = blocking_codes(), all_titles()
    reported, while_tuning = (_scored(look, scenarios, each, size, tell) for each in (seeds, tuned))
    rows, codes = rows_of(reported, scenarios, blocking), codes_of(reported, titles, blocking)
    complete = scenarios.keys() == all_scenarios().keys()
    calibration = _calibration(seeds, size)
    return {
        "rules": rows,
        "seeds_tuned": list(tuned),
        "seeds_reported": list(seeds),
        "events_per_world": size.events,
        "cases_per_fault": size.cases,
        "honest_events": max(reported.honest_events.values(), default=0),
        "codes": codes,
        "patterns": patterns_with(scenarios),
        "falls_short": falls_short(rows, codes, scenarios, frozenset(titles) if complete else frozenset()),
        "rules_on_tuned_seeds": rows_of(while_tuning, scenarios, blocking),
        "calibration_countries": calibration.countries(load_reference()),
        "calibration_shipments": calibration.shipments(),
    }


def all_titles() -> dict[str, str]:
    """The title of each rule and each detector, by code."""
    return {rule.code: rule.title for rule in all_rules()} | {found.code: found.title for found in load_detectors()}


def blocking_codes() -> frozenset[str]:
    """Codes of the rules that block, at some level at least."""
    return frozenset(
        rule.code
        for rule in all_rules()
        if rule.blocking or (isinstance(rule, DeadlineRule) and any(step.blocking for step in rule.steps))
    )


def _scored(look: Look, scenarios: dict[str, Scenario], seeds: Sequence[int], size: Size, tell: Tell) -> Score:
    plans = [plan for seed in seeds for plan in plans_for(seed, size.events, scenarios.values(), size.cases)]
    score = Score()
    for plan, watched in zip(plans, look(plans), strict=True):
        score.add(watched)
        what = f"{len(plan.plays)} plays" if plan.plays else f"{len(plan.faults)} faults"
        came, found = len(watched.arrived), len(watched.flags)
        tell(f"seed {plan.seed}, from {plan.start}: {what}, {came} events, {found} findings")
    return score


def _calibration(seeds: Sequence[int], size: Size) -> Calibration:
    """Honest worlds of the same size, without any scenario."""
    calibration = Calibration()
    for seed in seeds:
        calibration.add(sent.event for sent in simulate(seed, size.events).sent())
    return calibration
