"""The arithmetic of simulated lots loses nothing."""

from __future__ import annotations

from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from producers.simulator.goods import divided, parts, weighed
from producers.simulator.ids import uuid_text
from schemas.events import Form, LotLine, Species
from schemas.measures import weights_agree


def lot(carats: int, stones: int) -> LotLine:
    return LotLine("L", carats, stones, Form.ROUGH, "710231", ("BW",), Species.NATURAL, carats * 3)


@given(st.integers(1, 10**9), st.integers(1, 6), st.integers(1, 100), st.integers())
def test_parts_add_up_to_the_whole_and_none_is_empty(total: int, count: int, least: int, seed: int) -> None:
    found = parts(total, count, least, Random(seed))
    assert sum(found) == total
    assert min(found) >= min(least, total)


@given(st.integers(200, 10**9), st.integers(1, 10**6), st.integers(1, 6), st.integers())
def test_a_divided_lot_keeps_its_weight_and_its_stones(carats: int, stones: int, count: int, seed: int) -> None:
    found = divided(lot(carats, stones), [f"P{n}" for n in range(count)], Random(seed))
    assert sum(line.carats for line in found) == carats
    assert sum(line.stones or 0 for line in found) == stones
    assert all(line.carats > 0 for line in found)


@given(st.integers(100, 10**9), st.integers())
def test_two_weighings_of_a_lot_agree(carats: int, seed: int) -> None:
    assert weights_agree(weighed(lot(carats, 1), Random(seed)).carats, carats)


@given(st.integers(0, 2**128 - 1))
def test_an_event_id_is_a_uuid_of_version_four(bits: int) -> None:
    made = UUID(uuid_text(bits))
    assert str(made) == uuid_text(bits)
    assert made.version == 4
