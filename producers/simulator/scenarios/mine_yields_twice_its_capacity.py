"""Foreign goods that are registered as the output of a mine."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import mine_of_a_year


def _stage(play: Production) -> None:
    """A mine that can yield 60,000 ct a year registers a parcel of ten thousand carats every month."""
    mine_of_a_year(play, "MZ", 60_000, 10_000_000)


PLAY = Play(
    name="mine_yields_twice_its_capacity",
    pattern="F8",
    kind=Kind.PLAIN,
    rules=("STA005",),
    stage=_stage,
)
