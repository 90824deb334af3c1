"""Reads an operator's zones from GeoJSON (RFC 7946). Reads files: not for rules."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from schemas.reference.records import CONFIDENCES
from schemas.reference.rings import Outline, Ring
from schemas.reference.tables import ReferenceDataError
from schemas.reference.zones import Zone, Zones

ZONE_PROPERTIES = ("zone_id", "country", "area", "licence", "closed_from", "closed_until", "source", "confidence")
"""Properties of a feature; ``licence``, ``closed_from`` and ``closed_until`` may be missing or null."""

_OPTIONAL = frozenset({"licence", "closed_from", "closed_until"})


def load_zones(path: Path | None, countries: Collection[str]) -> Zones:
    """The zones of a file; none without one. Raises ReferenceDataError, naming the feature, for anything unusable."""
    if path is None:
        return Zones.of()
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as reason:
        raise _unusable(str(path), "GeoJSON in UTF-8", str(reason)) from reason
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise _unusable(str(path), "a FeatureCollection with a list of features", _short(content))
    zones: list[Zone] = []
    for number, feature in enumerate(features, 1):
        where = f"{path}, feature {number}"
        zones.append(_zone(where, feature, countries))
        try:
            Zones.of(zones[-1:])
        except ValueError as reason:
            raise _unusable(where, "a polygon", str(reason)) from reason
    try:
        return Zones.of(zones)
    except ValueError as reason:
        raise _unusable(str(path), "zones with ids of their own", str(reason)) from reason


def _zone(where: str, feature: Any, countries: Collection[str]) -> Zone:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise _unusable(where, f"a feature with the properties {', '.join(ZONE_PROPERTIES)}", _short(feature))
    strange = sorted(set(properties) - set(ZONE_PROPERTIES))
    if strange:
        raise _unusable(where, f"no properties but {', '.join(ZONE_PROPERTIES)}", ", ".join(strange))
    texts = {name: _text(where, properties, name) for name in ZONE_PROPERTIES}
    if texts["country"] not in countries:
        raise _unusable(f"{where}, country", "an ISO 3166-1 alpha-2 code in capitals", repr(texts["country"]))
    if texts["confidence"] not in CONFIDENCES:
        raise _unusable(f"{where}, confidence", f"one of {', '.join(sorted(CONFIDENCES))}", repr(texts["confidence"]))
    return Zone(
        zone_id=texts["zone_id"],
        country=texts["country"],
        area=texts["area"],
        licence=texts["licence"] or None,
        closed_from=_day(where, "closed_from", texts["closed_from"]),
        closed_until=_day(where, "closed_until", texts["closed_until"]),
        outline=_outline(where, feature.get("geometry")),
        source=texts["source"],
        confidence=texts["confidence"],
    )


def _text(where: str, properties: Mapping[str, Any], name: str) -> str:
    value = properties.get(name)
    if value is None and name in _OPTIONAL:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise _unusable(f"{where}, {name}", "a text", _short(value))
    return value.strip()


def _day(where: str, name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as reason:
        raise _unusable(f"{where}, {name}", "a date as YYYY-MM-DD", repr(text)) from reason


def _outline(where: str, geometry: Any) -> Outline:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _unusable(f"{where}, geometry", "a Polygon or a MultiPolygon", _short(geometry))
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons or not all(isinstance(p, list) and p for p in polygons):
        raise _unusable(f"{where}, geometry", "lists of rings", _short(coordinates))
    return tuple(tuple(_ring(where, ring) for ring in rings) for rings in polygons)


def _ring(where: str, ring: Any) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
        raise _unusable(
            f"{where}, geometry", "rings of four corners or more, the first one again at the end", _short(ring)
        )
    return tuple(_corner(where, corner) for corner in ring)


def _corner(where: str, corner: Any) -> tuple[float, float]:
    if isinstance(corner, list) and len(corner) >= 2 and all(type(value) in (int, float) for value in corner[:2]):
        longitude, latitude = corner[:2]
        if -180 <= longitude <= 180 and -90 <= latitude <= 90:
            return longitude, latitude
    raise _unusable(f"{where}, geometry", "corners as [longitude, latitude] in degrees", _short(corner))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _unusable(where: str, expected: str, got: str) -> ReferenceDataError:
    return ReferenceDataError(f"{where}: expected {expected}, got {got}; correct the file and start again")
