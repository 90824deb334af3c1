"""Importers: one outside format for each module, found by walking this folder.

A module provides ``SUFFIXES`` and ``read`` (see ``base.Importer``). A module without them, a suffix that two modules
claim, and an empty folder stop the program.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path
from typing import cast

from producers.importers.base import Importer
from schemas.errors import ConfigurationError, MalformedInput

_STANDARD_INPUT = "-"
_OF_STANDARD_INPUT = ".jsonl"
_WORKBOOKS = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers"})


@lru_cache(maxsize=1)
def all_importers() -> dict[str, Importer]:
    """Every importer by the suffixes it reads. Raises ``ConfigurationError`` when the folder is not as it must be."""
    found: dict[str, Importer] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg or module.name == "base":
            continue
        importer = importlib.import_module(f"{__name__}.{module.name}")
        suffixes = getattr(importer, "SUFFIXES", ())
        if not suffixes or not callable(getattr(importer, "read", None)):
            raise ConfigurationError(f"{importer.__name__} must define SUFFIXES and read, as importers do; or move it")
        for suffix in suffixes:
            if suffix in found:
                raise ConfigurationError(f"{importer.__name__} reads {suffix}, as another importer does; choose one")
            found[suffix] = cast("Importer", importer)
    if not found:
        raise ConfigurationError(f"no importers found below {__path__}; the installation is incomplete, install again")
    return dict(sorted(found.items()))


def for_path(path: Path) -> Importer:
    """The importer for ``path``, by its suffix; ``-`` is JSON Lines on standard input.

    Raises ``MalformedInput`` for what cannot be imported: no such file, a folder, a suffix that nothing reads.
    """
    importers = all_importers()
    if str(path) == _STANDARD_INPUT:
        return importers[_OF_STANDARD_INPUT]
    known = ", ".join(importers)
    if path.is_dir():
        raise MalformedInput("is_a_folder", f"expected a file, got the folder {path}; name the files in it ({known})")
    found = importers.get(path.suffix.lower())
    if found is None:
        got = path.suffix or "no suffix"
        workbook = path.suffix.lower() in _WORKBOOKS
        advice = "save the sheet as 'CSV UTF-8'" if workbook else "rename it if it is one of them"
        raise MalformedInput("unknown_format", f"expected a file that ends in {known}, got {got} ({path}); {advice}")
    if not path.exists():
        raise MalformedInput("no_such_file", f"expected a file to import, found none at {path}; check the name")
    return found
