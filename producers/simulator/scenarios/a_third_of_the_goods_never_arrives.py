"""Exports that are a third larger on paper than at their destination."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.leaking import leaking


def _stage(play: Production) -> None:
    """A firm exports twelve parcels in a quarter, of each of which only two thirds are imported at the other end."""
    leaking(play, "PA", 12, 660)


PLAY = Play(
    name="a_third_of_the_goods_never_arrives",
    pattern="F10",
    kind=Kind.PLAIN,
    rules=("STA008",),
    stage=_stage,
    also=("KIM019", "CUS008", "CUS009", "KIM008", "KIM009", "KIM010", "CUS003", "STA012", "STA018"),
)
