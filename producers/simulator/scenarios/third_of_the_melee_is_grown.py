"""Melee of which a third is grown."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.weighing import screening


def _stage(play: Production) -> None:
    """A firm in Mumbai sells melee as natural.

    Of a lot of 323 stones 101 are grown, as in a lot of 2017, and others are hardly better.
    """
    owner, laboratory = play.party("trader", "IN"), play.party("laboratory", "IN")
    for n, day in enumerate((10, 25, 45)):
        stones, grown = ((323, 101), (250, 70), (180, 52))[n]
        blame = ("STA013", f"party:{owner.party_id}:2026Q1")
        play.at(day, partial(screening, owner, laboratory, stones, grown, blame=blame))


PLAY = Play(
    name="third_of_the_melee_is_grown",
    pattern="F19",
    kind=Kind.PLAIN,
    rules=("STA013",),
    stage=_stage,
    also=("SPC001",),
)
