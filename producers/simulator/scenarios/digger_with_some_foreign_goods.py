"""A digger who registers five times what the others find."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.finding import one_of_a_village


def _stage(play: Production) -> None:
    """In a village of a dozen diggers one registers five times as much as the others in a quarter."""
    one_of_a_village(play, "CI", 1_750)


PLAY = Play(
    name="digger_with_some_foreign_goods",
    pattern="F21",
    kind=Kind.NEAR,
    rules=("STA015",),
    stage=_stage,
)
