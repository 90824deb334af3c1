"""What was found beside what was labelled: hits, misses, false alarms and delays. Pure.

A case is one story with a fault, or one play, as far as one rule has to speak of it. It is a hit when everything that
was labelled in it is found: in the end, or, where an error declaration takes it back, at some time. A finding that no
label asks for is a false alarm, unless it speaks of a faulty case and is of a rule that the scenario names as a
consequence. What a rule raised and took back again, because an honest event came late, is counted for itself. What a
detector raises counts at any time: it is over when its window has passed, and was told nevertheless.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from deploy.benchmarks.detection.flags import Flag, Watched
from producers.simulator.kinds import Kind
from producers.simulator.labels import Label


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case and one rule. Delays in seconds of simulated time; None where nothing was flagged, or no event is wrong.

    ``taken_back``: whether what was found does not stand in the end, for a case that an error declaration corrects.
    """

    hit: bool
    delay: float | None
    delay_of_last: float | None
    taken_back: bool | None


@dataclass(slots=True)
class Score:
    """What worlds came to, added up. Keys are scenario and code, or the code alone."""

    cases: dict[tuple[str, str], list[CaseResult]] = field(default_factory=lambda: defaultdict(list))
    alarms: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """False alarms that stand in the end."""

    passing: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Findings on honest trade that were taken back again."""

    tempted: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """False alarms in the honest look-alikes of a scenario."""

    honest_events: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Honest events that the rule or detector was asked about."""

    of_look_alikes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Events of honest look-alikes, by scenario."""

    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Some subjects of false alarms, by code."""

    def add(self, watched: Watched) -> None:
        """Score one world."""
        _World(watched).score(self)


STATISTICAL = "STA"
"""Codes of statistical detectors begin so."""

_EXAMPLES = 3


class _World:
    """One world on its way to a score."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._labels: dict[int, list[Label]] = defaultdict(list)
        for label in watched.labels:
            self._labels[label.case].append(label)
        self._case_of = {event: case for case, events in watched.cases.items() for event in events}
        self._wrong = {case for case, labels in self._labels.items() if labels[0].kind != Kind.HONEST}

    def score(self, score: Score) -> None:
        """Add this world to ``score``."""
        asked_for: set[int] = set()
        for labels in self._by_case_and_rule():
            found = [[flag for flag in self._watched.flags if _matches(label, flag)] for label in labels]
            if labels[0].kind != Kind.HONEST:
                asked_for.update(id(flag) for flags in found for flag in flags)
                score.cases[labels[0].fault, labels[0].rule].append(self._result(labels, found))
            else:
                score.cases[labels[0].fault, labels[0].rule].append(CaseResult(False, None, None, None))
        self._count_events(score)
        for flag in self._watched.flags:
            if id(flag) not in asked_for:
                self._alarm(flag, score)

    def _by_case_and_rule(self) -> Iterator[list[Label]]:
        groups: dict[tuple[int, str], list[Label]] = defaultdict(list)
        for label in self._watched.labels:
            groups[label.case, label.rule].append(label)
        yield from groups.values()

    def _result(self, labels: list[Label], found: list[list[Flag]]) -> CaseResult:
        corrected = labels[0].corrected
        kept = [[flag for flag in flags if corrected or _counts(flag)] for flags in found]
        hit = all(kept)
        faulty = [event for label in labels for event in (label.faulty or (label.event_id,))]
        arrivals = [self._watched.arrived[event] for event in faulty if event in self._watched.arrived]
        raised = min((flag.raised_at for flags in kept for flag in flags), default=None)
        back = not any(flag.stands for flags in found for flag in flags) if corrected and hit else None
        if not hit or raised is None or not arrivals:
            return CaseResult(hit, None, None, back)
        return CaseResult(hit, _seconds(min(arrivals), raised), _seconds(max(arrivals), raised), back)

    def _count_events(self, score: Score) -> None:
        honest = sum(self._case_of.get(event) not in self._wrong for event in self._watched.arrived)
        for code in self._watched.looked:
            score.honest_events[code] += honest
        for case, labels in self._labels.items():
            if case not in self._wrong:
                score.of_look_alikes[labels[0].fault] += len(self._watched.cases.get(case, ()))

    def _alarm(self, flag: Flag, score: Score) -> None:
        touched = self._touched(flag)
        if any(self._excused(flag, case) for case in touched & self._wrong):
            return
        if not _counts(flag):
            score.passing[flag.rule] += 1
            return
        score.alarms[flag.rule] += 1
        if len(score.examples[flag.rule]) < _EXAMPLES:
            score.examples[flag.rule].append(flag.subject)
        for case in touched - self._wrong:
            for scenario in {label.fault for label in self._labels.get(case, ()) if label.rule == flag.rule}:
                score.tempted[scenario, flag.rule] += 1

    def _touched(self, flag: Flag) -> set[int]:
        """The cases that a finding speaks of: by its event, its evidence, a party or a site, or by name."""
        cases = {self._case_of[event] for event in (flag.event_id, *flag.evidence) if event in self._case_of}
        parts = flag.subject.split(":")
        cases |= {case for case, names in self._watched.belongings.items() if names & set(parts)}
        named = ((case, rule, subject) for case, rule, subject in self._watched.consequences)
        cases |= {case for case, rule, subject in named if rule == flag.rule and _covers(subject, flag.subject)}
        cases |= {label.case for label in self._watched.labels if label.rule == flag.rule and label.names(flag.subject)}
        return cases

    def _excused(self, flag: Flag, case: int) -> bool:
        if any(flag.rule in label.also for label in self._labels[case]):
            return True
        return any(
            number == case and rule == flag.rule and _covers(subject, flag.subject)
            for number, rule, subject in self._watched.consequences
        )


def _counts(flag: Flag) -> bool:
    """Whether a finding stands in the end, or is one of a detector."""
    return flag.stands or flag.rule.startswith(STATISTICAL)


def _matches(label: Label, flag: Flag) -> bool:
    return (
        flag.rule == label.rule
        and label.names(flag.subject)
        and (not label.event_id or label.event_id == flag.event_id)
    )


def _covers(pattern: str, subject: str) -> bool:
    return subject.startswith(pattern[:-1]) if pattern.endswith("*") else subject == pattern


def _seconds(since: datetime, until: datetime) -> float:
    return max(0.0, (until - since).total_seconds())
