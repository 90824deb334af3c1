"""Judges several worlds side by side, in as many processes as there are processors; each has a store of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from deploy.benchmarks.detection.flags import Watched
from deploy.benchmarks.detection.plans import WorldPlan
from deploy.benchmarks.detection.watching import Watch
from deploy.wiring import scratch_rows
from producers.simulator.plays import Play
from producers.simulator.scenarios import all_scenarios
from sinks.detectors import load_detectors


def side_by_side(plans: Iterable[WorldPlan]) -> Iterator[Watched]:
    """What became of each world, in the order of the plans."""
    many = list(plans)
    names = [tuple(play.name for play in plan.plays) for plan in many]
    without = [replace(plan, plays=()) for plan in many]  # a play holds functions, which no other process gets
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        yield from pool.map(alone, without, names)


def alone(plan: WorldPlan, names: tuple[str, ...]) -> Watched:
    """One world with the plays of these names, in a store that is thrown away afterwards."""
    known = all_scenarios()
    plays = tuple(play for name in names if isinstance(play := known[name], Play))
    with scratch_rows() as store:
        return Watch(store, load_detectors()).world(replace(plan, plays=plays))
