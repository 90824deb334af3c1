"""Which faults go into a world, in which order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date
from random import Random

from producers.simulator.faults import all_faults
from producers.simulator.injection import Fault
from producers.simulator.scenarios import all_scenarios
from schemas.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """Names of the faults to put in, in this order; a name may stand several times."""

    names: tuple[str, ...]

    def faults(self, start: date) -> deque[Fault]:
        """The faults. Raises ConfigurationError for a name that no fault has, or one not yet forbidden on ``start``."""
        known = {name: fault for name, fault in all_scenarios().items() if isinstance(fault, Fault)}
        strange = sorted({name for name in self.names if name not in known})
        if strange:
            raise ConfigurationError(
                f"expected names of faults, got {', '.join(strange)}; there are {', '.join(known)}"
            )
        early = sorted({name for name in self.names if known[name].since > start})
        if early:
            raise ConfigurationError(
                f"expected a world that starts on {known[early[0]].since} or later, when {early[0]} is forbidden, "
                f"got {start}"
            )
        return deque(known[name] for name in self.names)


def planned(faults: int | FaultPlan, rng: Random, start: date) -> deque[Fault]:
    """The faults of a plan; for a number, all kinds that are forbidden on ``start``, shuffled, over and over."""
    if isinstance(faults, FaultPlan):
        return faults.faults(start)
    names: list[str] = []
    while len(names) < faults:
        kinds = [name for name, fault in all_faults().items() if fault.since <= start]
        rng.shuffle(kinds)
        names += kinds
    return FaultPlan(tuple(names[:faults])).faults(start)
