"""Melee of a cheap quality."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.melee import sell_melee


def _stage(play: Production) -> None:
    """A firm sells brown melee at two thirds of what others ask for white one."""
    seller = sell_melee(play, [(27_000, False)] * 12)
    play.wrong("STA032", f"party:{seller.party_id}:*")


PLAY = Play(
    name="melee_of_a_cheap_quality",
    pattern="F19",
    kind=Kind.HONEST,
    rules=("STA032",),
    stage=_stage,
)
