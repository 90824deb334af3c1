"""A value a carat that is overstated by some more every year."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country overstates the value of its goods by a third in one year and by as much again in the next, so that
    neither year is a jump.
    """
    play.wrong("STA001", "country:MX:2025")


PLAY = Play(
    name="value_creeps_up_over_years",
    pattern="F24",
    kind=Kind.DISGUISED,
    rules=("STA001",),
    stage=_stage,
    figures=output("MX", 2018, *(30_000,) * 8, usd=(100, 102, 98, 101, 100, 99, 133, 177)),
    out_of_reach="a value that climbs over years cannot be told from a market that moves",
)
