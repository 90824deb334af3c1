"""The operator's own reference data as files: written for simulated worlds, read by ``schemas.reference.load``."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from schemas.reference.load import PARTY_COLUMNS, SITE_COLUMNS
from schemas.reference.load_licences import LICENCE_COLUMNS
from schemas.reference.load_zones import ZONE_PROPERTIES
from schemas.reference.model import Licence, Zone
from schemas.reference.records import Party, Site


def write_overlay(
    folder: Path,
    parties: Iterable[Party],
    sites: Iterable[Site],
    licences: Sequence[Licence] = (),
    zones: Sequence[Zone] = (),
) -> None:
    """Write parties.csv and sites.csv into ``folder``, made if missing; licences and zones where there are any."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "parties.csv", PARTY_COLUMNS, parties)
    _write(folder / "sites.csv", SITE_COLUMNS, sites)
    if licences:
        _write(folder / "licences.csv", LICENCE_COLUMNS, licences)
    if zones:
        features = [_feature(zone) for zone in zones]
        text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
        (folder / "zones.geojson").write_text(f"{text}\n", encoding="utf-8")


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Party | Site | Licence]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(getattr(row, column, None)) for column in columns] for row in rows)


def _cell(value: object) -> object:
    """Yes and no for truth, nothing for what is unknown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def _feature(zone: Zone) -> dict[str, object]:
    values = {name: getattr(zone, name) for name in ZONE_PROPERTIES}
    properties = {name: value if value is None else str(value) for name, value in values.items()}
    geometry = {"type": "MultiPolygon", "coordinates": zone.outline}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
