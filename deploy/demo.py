"""The demonstration: a simulated world with labelled faults and the documented cases, judged on this machine."""

from __future__ import annotations

import resource
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter

from deploy.case_look import look_at
from deploy.feed import case_arrivals, judge_in_memory, world_arrivals
from deploy.local import Receipt
from deploy.overlay import write_overlay
from deploy.settings import Settings
from deploy.wiring import REFERENCE, open_runtime, scratch_rows
from producers.cases import Case, all_cases
from producers.simulator.labels import Label, write_labels
from producers.simulator.world import World, simulate
from schemas.errors import ConfigurationError
from schemas.findings import Finding
from schemas.reference.load import load_reference
from schemas.reference.records import Party
from sinks.detectors import load_detectors, run_detectors
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules

Progress = Callable[[int], None]

MARKER = "made-by-caratrace-demo"
"""File in a folder that the demonstration made, and may therefore make anew."""


ON_PUBLISHED_FIGURES = ("STA001", "STA002")
"""Detectors that look at the figures of the Kimberley Process alone, and at no event."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration did and found. Seconds are wall time of the whole; memory is the peak of the process."""

    home: Path
    receipt: Receipt
    seconds: float
    judged_events: int
    peak_memory_mb: int
    labels: tuple[Label, ...]
    missed: tuple[Label, ...]
    clean_events: int
    clean_breaches: int
    cases: tuple[Case, ...]
    flagged: Mapping[str, int]
    """How many of the findings that a case expects there are, by its name."""
    open: tuple[Finding, ...]

    @property
    def detected(self) -> list[Finding]:
        """What the statistical detectors say."""
        return sorted((f for f in self.open if f.rule.startswith("STA")), key=lambda f: (f.rule, f.subject))

    @property
    def cases_expected(self) -> int:
        """How many findings all cases expect."""
        return sum(len(case.expected) for case in self.cases)

    @property
    def cases_flagged(self) -> int:
        """How many of them there are."""
        return sum(self.flagged.values())

    @property
    def figures(self) -> list[Finding]:
        """Published figures that contradict their own history, or each other."""
        return [finding for finding in self.detected if finding.rule in ON_PUBLISHED_FIGURES]

    @property
    def summary(self) -> dict[str, object]:
        """The figures that documents quote."""
        return {
            "events": self.judged_events,
            "seconds": round(self.seconds, 1),
            "events_per_second": round(self.judged_events / self.seconds),
            "peak_memory_mb": self.peak_memory_mb,
            "faults_injected": len(self.labels),
            "faults_flagged": len(self.labels) - len(self.missed),
            "clean_world_events": self.clean_events,
            "clean_world_breaches": self.clean_breaches,
            "cases_expected": self.cases_expected,
            "cases_flagged": self.cases_flagged,
            "published_figures_flagged": [finding.subject for finding in self.figures],
        }


def demonstrate(settings: Settings, events: int, faults: int, seed: int, advance: Progress) -> Demonstration:
    """Judge a world with ``faults`` and all cases into ``settings.home``, and a clean world of as many events."""
    started = perf_counter()
    _make_anew(settings.home)
    cases = all_cases()
    world = simulate(seed, events, faults=faults)
    receipt, still_open = _judge(settings, world, cases, advance)
    write_labels(world.labels, settings.home / "labels.jsonl")
    clean = simulate(seed + 1, events)
    book = RuleBook(
        all_rules(),
        load_reference()
        .with_parties(clean.parties)
        .with_sites(clean.sites)
        .with_licences(clean.licences)
        .with_zones(clean.zones),
    )
    honest = judge_in_memory(world_arrivals(clean), book, advance)
    exact = {(finding.rule, finding.subject, finding.event_id) for finding in still_open}
    return Demonstration(
        home=settings.home,
        receipt=receipt,
        seconds=perf_counter() - started,
        judged_events=receipt.accepted + receipt.repeated + honest.events,
        peak_memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        // (1024 if sys.platform != "darwin" else 2**20),
        labels=tuple(world.labels),
        missed=tuple(label for label in world.labels if (label.rule, label.subject, label.event_id) not in exact),
        clean_events=honest.events,
        clean_breaches=honest.breaches,
        cases=cases,
        flagged={case.name: _flagged(case, still_open) for case in cases},
        open=still_open,
    )


def _judge(
    settings: Settings, world: World, cases: tuple[Case, ...], advance: Progress
) -> tuple[Receipt, tuple[Finding, ...]]:
    write_overlay(settings.home / REFERENCE, world.parties + _parties(cases), world.sites, world.licences, world.zones)
    with open_runtime(settings) as (runtime, store):
        receipt = runtime.take(case_arrivals(cases), advance)
        receipt.add(runtime.take(world_arrivals(world), advance))
        runtime.look_for(world.ends_at, partial(run_detectors, store, table=runtime.book.reference.settings))
        return receipt, tuple(runtime.log.open_findings())


def _flagged(case: Case, still_open: Iterable[Finding]) -> int:
    """How many findings of a case there are; detectors look at the case alone, since only it has its figures."""
    found = {(finding.rule, finding.subject) for finding in still_open if not finding.rule.startswith("STA")}
    if case.detect_on is not None:
        codes = {expected.rule for expected in case.expects(statistical=True)}
        with scratch_rows() as rows:
            seen = look_at(case, rows, [detector for detector in load_detectors() if detector.code in codes])
        found |= {(finding.rule, finding.subject) for finding in seen}
    return sum((expected.rule, expected.subject) in found for expected in case.expected)


def _parties(cases: Iterable[Case]) -> tuple[Party, ...]:
    """The cases' own parties, each once."""
    return tuple({party.party_id: party for case in cases for party in case.parties}.values())


def _make_anew(home: Path) -> None:
    """An empty folder at ``home``; a folder that something else made is not touched."""
    if home.exists() and any(home.iterdir()):
        if not (home / MARKER).exists():
            raise ConfigurationError(f"{home} was not made by `caratrace demo`; name another --home")
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARKER).touch()


def demo_settings(settings: Settings) -> Settings:
    """The settings of the demonstration: a folder of its own inside the usual one."""
    return replace(settings, home=settings.home / "demo")
