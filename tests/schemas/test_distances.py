"""Distances between two places."""

from __future__ import annotations

import pytest

from schemas.distances import Position, metres_apart

GABORONE, SURAT, ANTWERP = (-24.65, 25.91), (21.17, 72.83), (51.22, 4.40)


@pytest.mark.parametrize(
    ("first", "second", "metres"),
    [
        (ANTWERP, ANTWERP, 0),
        ((0, 0), (0, 1), 111_195),
        ((0, 0), (1, 0), 111_195),
        ((0, 0), (0, 180), 20_015_115),
        ((90, 0), (-90, 77), 20_015_115),
        ((0, 179.5), (0, -179.5), 111_195),
        ((60, 0), (60, 1), 55_597),
    ],
)
def test_a_degree_of_a_great_circle_is_111_195_metres(first: Position, second: Position, metres: int) -> None:
    assert metres_apart(first, second) == metres


def test_the_way_back_is_as_long_and_two_sides_are_longer_than_the_third() -> None:
    assert metres_apart(GABORONE, SURAT) == metres_apart(SURAT, GABORONE)
    assert metres_apart(GABORONE, SURAT) + metres_apart(SURAT, ANTWERP) > metres_apart(GABORONE, ANTWERP)
