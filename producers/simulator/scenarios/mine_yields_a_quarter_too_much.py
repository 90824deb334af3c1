"""Some foreign goods among the output of a mine."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import mine_of_a_year


def _stage(play: Production) -> None:
    """A mine registers a quarter more than it can yield in a year."""
    mine_of_a_year(play, "GA", 60_000, 6_300_000)


PLAY = Play(
    name="mine_yields_a_quarter_too_much",
    pattern="F8",
    kind=Kind.NEAR,
    rules=("STA005",),
    stage=_stage,
)
