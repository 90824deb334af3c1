"""Parts of shipments are told from wholes, as the naive model tells them."""

from __future__ import annotations

from random import Random

from stream_processors.rules.parts import Parts
from tests.model_papers import of_parts

WHOLE, WITHIN = 100_000, 100


def weight(rng: Random) -> int:
    """The whole or a part of it, at the edge of what counts as the same."""
    part = rng.choice([WHOLE, 60_000, 50_000, 40_000, 33_333, 30_000])
    return part + rng.choice([0, WITHIN, -WITHIN, WITHIN + 1, -WITHIN - 1])


def test_both_say_the_same_of_any_parts() -> None:
    rng, said = Random(3), set()
    for _ in range(5_000):
        came, told = ([weight(rng) for _ in range(rng.randint(0, most))] for most in (4, 3))
        carats = weight(rng)
        parts = Parts(WHOLE, WITHIN, tuple(came), tuple(told))
        expected = of_parts(carats, came, told, WHOLE, WITHIN)
        if not parts.apart or abs(carats - WHOLE) <= WITHIN:
            expected = abs(carats - WHOLE) <= WITHIN, False
        assert parts.fits(carats) is expected[0], (came, told, carats)
        if expected[0]:
            assert bool(parts.rest(carats)) is expected[1], (came, told, carats)
        said.add(expected)
    assert len(said) == 4
