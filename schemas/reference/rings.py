"""Outlines as the register has them: rings of (longitude, latitude) in degrees, WGS 84, as GeoJSON writes them."""

from __future__ import annotations

Ring = tuple[tuple[float, float], ...]
"""Corners, the first one again at the end."""

Outline = tuple[tuple[Ring, ...], ...]
"""One or more polygons; the first ring of each is its border, further ones are holes."""
