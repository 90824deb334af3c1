"""Which faults go into a world, in which order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from random import Random

from producers.simulator.faults import all_faults
from producers.simulator.injection import Fault
from schemas.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """Names of the faults to put in, in this order; a name may stand several times."""

    names: tuple[str, ...]

    def faults(self) -> deque[Fault]:
        """The faults. Raises ConfigurationError for a name that no fault has."""
        known = all_faults()
        strange = sorted({name for name in self.names if name not in known})
        if strange:
            raise ConfigurationError(
                f"expected names of faults, got {', '.join(strange)}; there are {', '.join(known)}"
            )
        return deque(known[name] for name in self.names)


def planned(faults: int | FaultPlan, rng: Random) -> deque[Fault]:
    """The faults of a plan; for a number, all kinds in shuffled order, over and over."""
    if isinstance(faults, FaultPlan):
        return faults.faults()
    names: list[str] = []
    while len(names) < faults:
        kinds = list(all_faults())
        rng.shuffle(kinds)
        names += kinds
    return FaultPlan(tuple(names[:faults])).faults()
