"""A published production that trebles in two steps."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country inflates its output by seven tenths in each of two years, so that neither is as much as the known
    jumps.
    """
    play.wrong("STA033", "country:NO:2025")


PLAY = Play(
    name="output_grows_in_two_steps",
    pattern="F24",
    kind=Kind.DISGUISED,
    rules=("STA033",),
    stage=_stage,
    figures=output("NO", 2021, 100_000, 104_000, 98_000, 166_000, 282_000),
    out_of_reach="two honest mines that ramp up make such steps too; only the year before is compared",
)
