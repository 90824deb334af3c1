"""Scenarios of the detection benchmark, one file each, named after the scenario and found by walking this folder.

A file holds ``FAULT``, which changes one honest story, or ``PLAY``, which tells a storyline of its own. The faults of
``producers.simulator.faults`` are scenarios too: the plain ones of their rules. So is each of them in disguise.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from producers.simulator.disguises import disguises_of
from producers.simulator.faults import all_faults
from producers.simulator.injection import Fault
from producers.simulator.plays import Play
from schemas.errors import ConfigurationError

Scenario = Fault | Play


@lru_cache(maxsize=1)
def all_scenarios() -> dict[str, Scenario]:
    """Every scenario by name, in order of names. Raises ConfigurationError for a file that is not what it should be."""
    found: dict[str, Scenario] = dict(all_faults())
    found |= {made.name: made for fault in all_faults().values() for made in disguises_of(fault)}
    for module in pkgutil.iter_modules(__path__):
        scenario = _scenario_of(module.name)
        if module.name in found:
            raise ConfigurationError(f"two scenarios are called {module.name}; choose another name for one of them")
        found[module.name] = scenario
    return {name: found[name] for name in sorted(found)}


def _scenario_of(name: str) -> Scenario:
    module = importlib.import_module(f"{__name__}.{name}")
    scenario = getattr(module, "FAULT", None) or getattr(module, "PLAY", None)
    if not isinstance(scenario, Fault | Play) or scenario.name != name:
        raise ConfigurationError(f"{name}.py must define FAULT or PLAY, of that name; got {scenario!r}")
    if not scenario.pattern or not scenario.facts or not scenario.rules:
        raise ConfigurationError(f"{name}.py: expected a pattern, a rule and a docstring that tells the facts")
    return scenario
