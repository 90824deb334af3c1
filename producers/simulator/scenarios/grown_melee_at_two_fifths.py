"""Melee sold as natural at two fifths of what others ask."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.melee import sell_grown_melee


def _stage(play: Production) -> None:
    """A firm sells grown melee as natural at two fifths of what others ask, so that it could be a poor quality."""
    sell_grown_melee(play, 16_400)


PLAY = Play(
    name="grown_melee_at_two_fifths",
    pattern="F19",
    kind=Kind.NEAR,
    rules=("STA032",),
    stage=_stage,
)
