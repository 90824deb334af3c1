"""A published production that doubles with a mine that opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A mine opened in the autumn and works for the whole of the next year, in which the country's output doubles."""
    mine = play.site("TR", "mine", capacity=150_000)
    play.sites[-1] = replace(mine, opened_on=date(2024, 10, 1))
    play.wrong("STA033", "country:TR:2025")


PLAY = Play(
    name="output_doubled_with_a_new_mine",
    pattern="F24",
    kind=Kind.HONEST,
    rules=("STA033",),
    stage=_stage,
    figures=output("TR", 2021, 100_000, 104_000, 98_000, 130_000, 245_000),
)
