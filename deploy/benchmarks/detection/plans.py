"""Which worlds are made for a seed: one in which honest stories are tampered with, and some with plays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from producers.simulator.injection import Fault
from producers.simulator.plan import FaultPlan
from producers.simulator.plays import USUAL_START, Play
from producers.simulator.scenarios import Scenario
from producers.simulator.world import World, simulate

PLAY_DAYS = 330
"""So long honest stories begin in a world in which plays are given; the last of them end some months later."""

FAULTS_PER_WORLD = 150
"""With more than that, worlds are made smaller and more."""

EVENTS_PER_FAULT = 70
"""A story has about forty events, so that the rest of the world is honest."""


@dataclass(frozen=True, slots=True)
class WorldPlan:
    """One world to be made: with faults, or with plays and the statistical detectors; the ``part``-th of its seed."""

    seed: int
    part: int
    events: int
    start: date
    faults: tuple[str, ...] = ()
    plays: tuple[Play, ...] = ()

    def make(self) -> World:
        """The world, of which nothing has been told."""
        seed = self.seed * 1000 + self.part
        if self.plays:
            per_day = max(1, self.events // PLAY_DAYS)
            return simulate(seed, self.events, start=self.start, per_day=per_day, plays=self.plays)
        return simulate(seed, self.events, start=self.start, faults=FaultPlan(self.faults))


def plans_for(seed: int, events: int, scenarios: Iterable[Scenario], cases: int) -> list[WorldPlan]:
    """The worlds of ``seed``, of at least ``events`` honest events; every fault ``cases`` times, every play once."""
    chosen = list(scenarios)
    faults = [scenario.name for scenario in chosen if isinstance(scenario, Fault)] * cases
    plays = [scenario for scenario in chosen if isinstance(scenario, Play)]
    plans = [WorldPlan(seed, 0, events, given[0].start, plays=given) for given in _beside_each_other(plays)]
    for begin in range(0, len(faults), FAULTS_PER_WORLD):
        names = tuple(faults[begin : begin + FAULTS_PER_WORLD])
        plans.append(WorldPlan(seed, 0, max(events, len(names) * EVENTS_PER_FAULT), USUAL_START, faults=names))
    return [replace(plan, part=part) for part, plan in enumerate(plans)]


def _beside_each_other(plays: Iterable[Play]) -> list[tuple[Play, ...]]:
    """Plays that may share a world: they begin on one day, and use nothing that another one needs for itself."""
    worlds: list[list[Play]] = []
    for play in plays:
        for world in worlds:
            if world[0].start == play.start and not any(play.uses & other.uses for other in world):
                world.append(play)
                break
        else:
            worlds.append([play])
    return [tuple(world) for world in worlds]
