"""The faults, one file each, named after the fault and found by walking this folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from producers.simulator.injection import Fault
from schemas.errors import ConfigurationError


@lru_cache(maxsize=1)
def all_faults() -> dict[str, Fault]:
    """Every fault by name, in order of names. Raises ConfigurationError where a file does not hold what it should."""
    found: dict[str, Fault] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        fault = getattr(importlib.import_module(f"{__name__}.{module.name}"), "FAULT", None)
        if not isinstance(fault, Fault) or fault.name != module.name:
            raise ConfigurationError(f"{module.name}.py must define FAULT, a Fault of that name; got {fault!r}")
        found[fault.name] = fault
    if not found:
        raise ConfigurationError(f"no faults found below {__path__}; the installation is incomplete, install again")
    return found
