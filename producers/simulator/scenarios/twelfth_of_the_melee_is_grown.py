"""Melee of which one stone of twelve is grown."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import evenly
from producers.simulator.storylines.weighing import screening


def _stage(play: Production) -> None:
    """A laboratory finds every week that some eight per cent of the melee of one firm are grown."""
    owner, laboratory = play.party("trader", "IN"), play.party("laboratory", "IN")
    for day in evenly(8, 70, 8):
        blame = ("STA013", f"party:{owner.party_id}:2026Q1")
        play.at(day, partial(screening, owner, laboratory, 130, play.rng.randint(8, 13), blame=blame))


PLAY = Play(
    name="twelfth_of_the_melee_is_grown",
    pattern="F19",
    kind=Kind.NEAR,
    rules=("STA013",),
    stage=_stage,
    also=("SPC001",),
)
