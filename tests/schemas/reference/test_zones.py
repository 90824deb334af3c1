"""Zones: where a position lies, how far outside, and how a file that is no GeoJSON of zones is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from deploy.overlay import write_overlay
from schemas.reference.load import ReferenceDataError, load_reference, reference_version
from schemas.reference.outlines import metres_between
from schemas.reference.zones import Zones
from tests.stream_processors.rules.licensed import square

ORAPA, BLOCK = square("Orapa", -22, 25), square("Orapa", -22, 25, 0.1, licence="LIC-1", zone_id="BLOCK")
ZONES = Zones.of([ORAPA, BLOCK, square("Boda district", 4, 17, country="CF")])


@pytest.mark.parametrize(
    ("place", "metres"),
    [
        ((0, 0, 1, 0), 110_574),
        ((0, 0, 0, 1), 111_319),
        ((45, 7, 46, 7), 111_141),
        ((60, 10, 60, 11), 55_800),
        ((-21, 25, -21, 25), 0),
    ],
)
def test_lengths_are_those_of_the_ellipsoid(place: tuple[int, int, int, int], metres: int) -> None:
    """Published lengths of a degree of WGS 84, in metres; a chord is a little shorter than its parallel."""
    assert metres_between(*place) == pytest.approx(metres, rel=1e-4)


@pytest.mark.parametrize(
    ("latitude", "longitude", "metres"),
    [(-21.5, 25.5, 0), (-21, 25.5, 0), (-20.99, 25.5, 1107), (-21.5, 26.01, 1036), (-21.5, 24.9, 10_361)],
)
def test_the_distance_is_taken_to_the_nearest_side(latitude: float, longitude: float, metres: int) -> None:
    found = ZONES.metres_outside_area("BW", "orapa", latitude, longitude)
    assert found is not None
    assert abs(found - metres) <= 2


def test_a_corner_is_as_far_as_it_is() -> None:
    found = ZONES.metres_outside_area("BW", "Orapa", -20.99, 26.01)
    assert found is not None
    assert abs(found - round((1107.2**2 + 1039.5**2) ** 0.5)) <= 5


@pytest.mark.parametrize(("middle", "per_mille"), [(0, 0.1), (30, 0.1), (65, 1)])
def test_the_nearest_point_of_a_large_outline_is_found_as_closely_as_is_said(middle: int, per_mille: float) -> None:
    """Beside the smallest distance to thousands of points of the border."""
    corners = [(20 + 1.5 * x, middle + 0.8 * y) for x, y in ((-1, -0.7), (0.9, -1), (1, 0.6), (-0.2, 1), (-1, -0.7))]
    zones = Zones.of([replace(ORAPA, zone_id="LARGE", outline=((tuple(corners),),))])
    border = [
        (one[0] + (other[0] - one[0]) * step / 2000, one[1] + (other[1] - one[1]) * step / 2000)
        for one, other in pairwise(corners)
        for step in range(2001)
    ]
    for latitude, longitude in ((middle + 1.1, 20.5), (middle - 1.2, 21), (middle + 0.2, 22.4), (middle + 0.9, 18.4)):
        found = zones.metres_outside_area("BW", "Orapa", latitude, longitude)
        nearest = min(metres_between(latitude, longitude, y, x) for x, y in border)
        assert found is not None
        assert found == pytest.approx(nearest, abs=1 + nearest * per_mille / 1000)


def test_areas_are_found_by_name_and_country_and_blocks_by_licence() -> None:
    assert ZONES.metres_outside_area("CF", "Boda", 4.5, 17.5) == 0
    assert ZONES.metres_outside_area("CM", "Boda", 4.5, 17.5) is None
    assert ZONES.metres_outside_area("CF", "Nola", 4.5, 17.5) is None
    assert ZONES.metres_outside_licence("BW", "lic 1", -21.95, 25.05) == 0
    assert ZONES.metres_outside_licence("BW", "LIC-2", -21.95, 25.05) is None


def test_every_zone_around_a_position_is_named_its_border_included() -> None:
    assert [zone.zone_id for zone in ZONES.containing(-21.95, 25.05)] == ["Z-Orapa", "BLOCK"]
    assert [zone.zone_id for zone in ZONES.containing(-22, 25)] == ["Z-Orapa", "BLOCK"]
    assert ZONES.containing(-22.1, 25) == ()
    assert Zones.of().containing(0, 0) == ()


def test_a_hole_is_outside() -> None:
    hole = ((25.4, -21.6), (25.6, -21.6), (25.6, -21.4), (25.4, -21.4), (25.4, -21.6))
    outline = ((ORAPA.outline[0][0], hole),)
    zones = Zones.of([replace(ORAPA, zone_id="HOLED", outline=outline)])
    metres = zones.metres_outside_area("BW", "Orapa", -21.5, 25.5)
    assert zones.containing(-21.5, 25.5) == ()
    assert metres is not None
    assert 10_000 < metres < 10_400


def feature(**more: Any) -> dict[str, Any]:
    """A feature with other properties or another ``geometry``."""
    ring = [list(corner) for corner in ORAPA.outline[0][0]]
    geometry = more.pop("geometry", {"type": "Polygon", "coordinates": [ring]})
    plain = {"zone_id": "Z", "country": "BW", "area": "Orapa", "source": "own", "confidence": "sourced"}
    return {"type": "Feature", "properties": plain | more, "geometry": geometry}


def written(folder: Path, *features: Any) -> Path:
    """An overlay with these zones."""
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "zones.geojson").write_text(content, encoding="utf-8")
    return folder


def test_an_overlay_brings_zones_which_are_read_as_they_were_written(tmp_path: Path) -> None:
    before = reference_version()
    write_overlay(tmp_path, [], [], zones=ZONES.rows)
    found = load_reference(tmp_path).zones
    assert found.rows == ZONES.rows
    assert found.metres_outside_area("CF", "Boda", 4.5, 17.5) == 0
    assert reference_version(tmp_path) != before


def test_a_polygon_with_a_height_and_dates_of_closing_is_read(tmp_path: Path) -> None:
    ring = [[*corner, 940] for corner in ORAPA.outline[0][0]]
    closed = feature(
        geometry={"type": "Polygon", "coordinates": [ring]}, closed_from="2024-03-01", closed_until="2024-03-31"
    )
    (zone,) = load_reference(written(tmp_path, closed)).zones.rows
    assert zone.outline == ORAPA.outline
    assert str(zone.closed_until) == "2024-03-31"


def ring_of(*corners: Any) -> dict[str, Any]:
    """A polygon of one ring."""
    return {"type": "Polygon", "coordinates": [list(corners)]}


BOW_TIE = ring_of([0, 0], [1, 1], [1, 0], [0, 1], [0, 0])


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (feature(country="XX"), "feature 1, country: expected an ISO 3166-1"),
        (feature(area=""), "feature 1, area: expected a text, got ''"),
        (feature(confidence="sure"), "feature 1, confidence: expected one of derived"),
        (feature(closed_from="01.03.2024"), "feature 1, closed_from: expected a date as YYYY-MM-DD"),
        (feature(colour="red"), "feature 1: expected no properties but .* got colour"),
        (feature(geometry={"type": "Point", "coordinates": [0, 0]}), "feature 1, geometry: expected a Polygon or"),
        (feature(geometry=None), "feature 1, geometry: expected a Polygon or"),
        (feature(geometry=ring_of([0, 0], [1, 1], [0, 0])), "rings of four corners or more"),
        (feature(geometry=ring_of([0, 0], [1, 0], [1, 1], [0, 1])), "the first one again at the end"),
        (feature(geometry=ring_of([0, 0], [1, 0], [1, 91], [0, 0])), "corners as .longitude, latitude. in degrees"),
        (feature(geometry=ring_of([0, 0], [1, 0], ["1", 1], [0, 0])), "corners as .longitude, latitude. in degrees"),
        (feature(geometry=BOW_TIE), "feature 1: expected a polygon, got .*does not cross itself.*Self-intersection"),
        ("no feature", "feature 1: expected a feature with the properties zone_id"),
    ],
)
def test_a_broken_zone_is_refused_with_its_place_and_the_reason(tmp_path: Path, bad: Any, message: str) -> None:
    with pytest.raises(ReferenceDataError, match=message) as refused:
        load_reference(written(tmp_path, bad))
    assert "zones.geojson" in str(refused.value)
    assert "correct the file" in str(refused.value)


def test_a_zone_that_stands_twice_and_a_file_that_is_no_geojson_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="expected every zone_id once, got 'Z' again"):
        load_reference(written(tmp_path, feature(), feature()))
    for content in ("{", '{"type": "Feature"}', "[]"):
        (tmp_path / "zones.geojson").write_text(content, encoding="utf-8")
        with pytest.raises(ReferenceDataError, match=r"zones\.geojson: expected"):
            load_reference(tmp_path)
