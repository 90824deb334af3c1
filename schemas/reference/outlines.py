"""Outlines as prepared geometries (shapely), and distances from them in metres on the ellipsoid WGS 84.

The nearest point of an outline is looked for in a flat picture of its surroundings, in which a degree of longitude is
as long as it is at the latitude of the outline's middle; the distance to that point is then measured with the radii of
the ellipsoid half way between the two. Compared with Vincenty's formula that distance is right to a metre in 10,000, up
to 100 km and 65 degrees of latitude. For an outline that reaches 100 km from its middle the flat picture makes the
result too large by at most a metre in 10,000 within 30 degrees of the equator, and a metre in 1,000 at 65 degrees.
Nothing is looked for across the 180th meridian; an outline that crosses it is written as two polygons, as GeoJSON asks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely
from shapely.affinity import scale
from shapely.geometry import MultiPolygon, Polygon

from schemas.reference.rings import Outline

_EQUATOR = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.00669437999014


class PreparedOutlines:
    """Outlines, parsed and prepared once."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        """Raises ValueError, with the reason, for an outline that is no valid polygon."""
        self._shapes = [_shape(outline) for outline in outlines]
        self._flat = [_Flat(shape) for shape in self._shapes]
        for shape in self._shapes:
            shapely.prepare(shape)
        self._tree = shapely.STRtree(self._shapes)

    def containing(self, latitude: float, longitude: float) -> list[int]:
        """The places of the outlines in which, or on the border of which, a position lies."""
        point = shapely.points([longitude, latitude])  # of two numbers apart it takes longer
        return sorted(int(index) for index in self._tree.query(point, predicate="intersects"))

    def metres_to(self, index: int, latitude: float, longitude: float) -> int:
        """How far a position lies outside an outline, in whole metres, rounded down; 0 inside."""
        if shapely.intersects_xy(self._shapes[index], longitude, latitude):
            return 0
        nearest_longitude, nearest_latitude = self._flat[index].nearest(latitude, longitude)
        return int(metres_between(latitude, longitude, nearest_latitude, nearest_longitude))


class _Flat:
    """An outline in a flat picture, in which distances to all sides are comparable."""

    def __init__(self, shape: MultiPolygon) -> None:
        self._factor = math.cos(math.radians(shape.centroid.y))
        self._shape = scale(shape, xfact=self._factor, yfact=1, origin=(0, 0))

    def nearest(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Longitude and latitude of the nearest point."""
        line = shapely.shortest_line(self._shape, shapely.points(longitude * self._factor, latitude))
        x, y = line.coords[0]
        return x / self._factor, y


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Length of the straight line between two positions that are less than 100 km apart."""
    middle = math.radians((latitude + other_latitude) / 2)
    root = 1 - _ECCENTRICITY_SQUARED * math.sin(middle) ** 2
    north = math.radians(other_latitude - latitude) * _EQUATOR * (1 - _ECCENTRICITY_SQUARED) / root**1.5
    east = math.radians(other_longitude - longitude) * _EQUATOR * math.cos(middle) / math.sqrt(root)
    return math.hypot(north, east)


def _shape(outline: Outline) -> MultiPolygon:
    polygons = [Polygon(rings[0], rings[1:]) for rings in outline]
    shape = MultiPolygon(polygons)
    if shape.is_empty or not shape.is_valid:
        raise ValueError(f"expected an outline that does not cross itself, got: {shapely.is_valid_reason(shape)}")
    return shape
