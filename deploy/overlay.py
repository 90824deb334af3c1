"""The operator's own reference data as files: written for simulated worlds, read by ``schemas.reference.load``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from schemas.reference.load import PARTY_COLUMNS, SITE_COLUMNS
from schemas.reference.records import Party, Site


def write_overlay(folder: Path, parties: Iterable[Party], sites: Iterable[Site]) -> None:
    """Write parties.csv and sites.csv into ``folder``, made if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "parties.csv", PARTY_COLUMNS, parties)
    _write(folder / "sites.csv", SITE_COLUMNS, sites)


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Party | Site]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(getattr(row, column, None)) for column in columns] for row in rows)


def _cell(value: object) -> object:
    """Yes and no for truth, nothing for what is unknown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value
