"""A digger who registers ten times what the others find."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.finding import one_of_a_village


def _stage(play: Production) -> None:
    """In a village of a dozen diggers one registers ten times as much as the others in a quarter: smuggled stones."""
    one_of_a_village(play, "BR", 3_500)


PLAY = Play(
    name="digger_with_foreign_goods",
    pattern="F21",
    kind=Kind.PLAIN,
    rules=("STA015",),
    stage=_stage,
)
