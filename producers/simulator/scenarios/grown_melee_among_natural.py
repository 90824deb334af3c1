"""Grown melee among natural lots of one firm."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.melee import sell_melee


def _stage(play: Production) -> None:
    """Two of three lots that a firm sells as natural are grown and cost a third of the others."""
    sell_melee(play, [(13_500, True) if n % 3 else (41_000, False) for n in range(18)])


PLAY = Play(
    name="grown_melee_among_natural",
    pattern="F19",
    kind=Kind.DISGUISED,
    rules=("STA032",),
    stage=_stage,
)
