"""How far two places are apart. Pure."""

from __future__ import annotations

import math

MEAN_RADIUS = 6_371_009
"""Mean radius of the earth in metres (IUGG)."""

Position = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


def metres_apart(first: Position, second: Position) -> int:
    """Great-circle distance between two positions on a sphere, in whole metres, rounded down.

    The earth is no sphere: up to half a per cent of the distance may be wrong.
    """
    here, there = math.radians(first[0]), math.radians(second[0])
    turn = math.radians(second[1] - first[1])
    chord = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(turn / 2) ** 2
    return math.floor(2 * MEAN_RADIUS * math.asin(math.sqrt(min(chord, 1))))
