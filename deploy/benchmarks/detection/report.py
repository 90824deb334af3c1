"""What the detection benchmark prints: a row for each rule and scenario, and what falls short of the aims. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.benchmarks.detection.scoring import STATISTICAL, CaseResult, Score
from deploy.benchmarks.figures import quantile
from deploy.catalogue.coverage import PATTERNS, coverage, patterns_of
from producers.simulator.kinds import Kind
from producers.simulator.scenarios import Scenario

PLAIN_OF_BLOCKING, DISGUISED_OF_BLOCKING, PLAIN_OF_DETECTOR, ALARMS_OF_DETECTOR = 1.0, 0.95, 0.9, 1.0
"""The aims: recall of blocking rules, which must also be precise, and of detectors; false alarms per 10,000 events."""

_ORDER = {kind: place for place, kind in enumerate(Kind)}

Row = dict[str, Any]


def patterns_with(scenarios: Mapping[str, Scenario]) -> list[Row]:
    """How many scenarios of each kind measure the codes of each pattern that has any."""
    covered = [key for key in PATTERNS if any(line.codes for line in coverage() if line.pattern == key)]
    return [{"pattern": key, **_kinds(key, scenarios)} for key in covered]


def _kinds(pattern: str, scenarios: Mapping[str, Scenario]) -> dict[str, int]:
    of_it = [one for one in scenarios.values() if pattern in patterns_of_scenario(one)]
    return {str(kind): sum(one.kind is kind for one in of_it) for kind in Kind}


def patterns_of_scenario(scenario: Scenario) -> tuple[str, ...]:
    """The pattern that it names, and those that its codes cover."""
    covered = [key for code in scenario.rules for key in patterns_of(code)]
    return tuple(key for key in dict.fromkeys((scenario.pattern, *covered)) if key)


def rows_of(score: Score, scenarios: Mapping[str, Scenario], blocking: frozenset[str]) -> list[Row]:
    """One row for each code and scenario, by code."""
    keys = sorted(score.cases, key=lambda key: (key[1], _ORDER[scenarios[key[0]].kind], key[0]))
    return [_row(score, scenarios[name], code, code in blocking) for name, code in keys]


def _row(score: Score, scenario: Scenario, code: str, blocking: bool) -> Row:
    cases = score.cases[scenario.name, code]
    honest = scenario.kind is Kind.HONEST
    hits = sum(case.hit for case in cases)
    alarms = score.tempted[scenario.name, code] if honest else score.alarms[code]
    events = score.of_look_alikes[scenario.name] if honest else score.honest_events[code]
    first = [case.delay for case in cases if case.delay is not None]
    last = [case.delay_of_last for case in cases if case.delay_of_last is not None]
    return {
        "code": code,
        "kind": str(scenario.kind),
        "scenario": scenario.name,
        "pattern": " ".join(patterns_of_scenario(scenario)),
        "blocking": blocking,
        "cases": len(cases),
        "hits": None if honest else hits,
        "recall": None if honest else _share(hits, len(cases)),
        "precision": None if honest else _share(hits, hits + alarms),
        "false_alarms": alarms,
        "false_alarms_per_10k": _per_10k(alarms, events),
        "p50_delay_s": _quantile(first, 0.5),
        "p95_delay_s": _quantile(first, 0.95),
        "p50_delay_of_last_s": _quantile(last, 0.5),
        "taken_back": _taken_back(cases),
    }


def codes_of(score: Score, titles: Mapping[str, str], blocking: frozenset[str]) -> list[Row]:
    """One row for each rule and detector: all its cases by kind, and its false alarms."""
    return [_code_row(score, code, code in blocking) for code in sorted(titles)]


def _code_row(score: Score, code: str, blocking: bool) -> Row:
    return {
        "code": code,
        "blocking": blocking,
        "honest_events": score.honest_events[code],
        "false_alarms": score.alarms[code],
        "false_alarms_per_10k": _per_10k(score.alarms[code], score.honest_events[code]),
        "passing_alarms_per_10k": _per_10k(score.passing[code], score.honest_events[code]),
        "examples": score.examples[code],
    }


def falls_short(
    rows: list[Row], codes: list[Row], scenarios: Mapping[str, Scenario], counted: frozenset[str]
) -> list[Row]:
    """What misses an aim, with the scenario's own reason where it states one; patterns and codes not measured too."""
    found = []
    for row in patterns_with(scenarios) if counted else ():
        lacking = [kind for kind in (Kind.PLAIN, Kind.NEAR, Kind.DISGUISED) if not row[kind]]
        if lacking:
            found.append(_short("", "", f"pattern {row['pattern']} has no scenario that is {' or '.join(lacking)}", ""))
    for row in rows:
        for what in _misses(row):
            found.append(_short(row["code"], row["scenario"], what, scenarios[row["scenario"]].out_of_reach))
    for row in codes:
        statistical = row["code"].startswith(STATISTICAL)
        if statistical and row["false_alarms_per_10k"] > ALARMS_OF_DETECTOR:
            often = f"{row['false_alarms_per_10k']} false alarms per 10,000 honest events, aim 1"
            found.append(_short(row["code"], "", often, ""))
        plain = {row["code"] for row in rows if row["kind"] == Kind.PLAIN}
        if row["code"] not in plain and row["code"] in counted:
            found.append(_short(row["code"], "", "no plain scenario measures it", ""))
    return found


def _misses(row: Row) -> list[str]:
    recall, precision, kind = row["recall"], row["precision"], row["kind"]
    statistical = row["code"].startswith(STATISTICAL)
    missed = []
    if kind == Kind.HONEST:
        if row["false_alarms"]:
            missed.append(f"{row['false_alarms']} false alarms in {row['cases']} honest look-alikes")
        return missed
    if statistical and kind == Kind.PLAIN and recall < PLAIN_OF_DETECTOR:
        missed.append(f"recall {recall} on plain, aim {PLAIN_OF_DETECTOR}")
    elif not statistical and kind == Kind.PLAIN and recall < PLAIN_OF_BLOCKING:
        missed.append(f"recall {recall} on plain, aim {PLAIN_OF_BLOCKING}")
    elif kind == Kind.DISGUISED and recall < DISGUISED_OF_BLOCKING:
        aim = f"aim {DISGUISED_OF_BLOCKING}" if row["blocking"] else "where only rules that block have an aim"
        missed.append(f"recall {recall} on disguised, {aim}")
    elif kind == Kind.NEAR and recall < DISGUISED_OF_BLOCKING:
        missed.append(f"recall {recall} near the threshold, where there is no aim")
    if row["blocking"] and kind == Kind.PLAIN and precision is not None and precision < PLAIN_OF_BLOCKING:
        missed.append(f"precision {precision}, aim {PLAIN_OF_BLOCKING}")
    if row["taken_back"] is not None and row["taken_back"] < 1:
        missed.append(f"taken back in {row['taken_back']} of the corrected cases, aim 1.0")
    return missed


def _short(code: str, scenario: str, what: str, reason: str) -> Row:
    return {"code": code, "scenario": scenario, "what": what, "reason": reason}


def _taken_back(cases: list[CaseResult]) -> float | None:
    told = [case.taken_back for case in cases if case.taken_back is not None]
    return _share(sum(told), len(told))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _per_10k(count: int, events: int) -> float:
    return round(count * 10_000 / events, 2) if events else 0.0


def _quantile(numbers: list[float], part: float) -> int | None:
    return round(quantile(numbers, part)) if numbers else None
