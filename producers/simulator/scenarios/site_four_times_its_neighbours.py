"""A digging that yields four or five times what its neighbours do."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import one_far_above


def _stage(play: Production) -> None:
    """One of six diggings of a zone registers four to five times as much for each digger as the others."""
    one_far_above(play, "Nimba", 4_800)


PLAY = Play(
    name="site_four_times_its_neighbours",
    pattern="4.5",
    kind=Kind.NEAR,
    rules=("STA023",),
    stage=_stage,
    also=("STA015",),
)
