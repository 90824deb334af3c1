"""Melee sold as natural at the price of grown stones."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.melee import sell_grown_melee


def _stage(play: Production) -> None:
    """A firm sells melee as natural at a fifth of what seven others ask, which is what grown stones cost."""
    sell_grown_melee(play, 8_000)


PLAY = Play(
    name="grown_melee_at_grown_prices",
    pattern="F19",
    kind=Kind.PLAIN,
    rules=("STA032",),
    stage=_stage,
)
