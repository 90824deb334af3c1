"""A digging that yields ten times what its neighbours do."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import one_far_above


def _stage(play: Production) -> None:
    """Six diggings of a zone have four licensed diggers each; one of them registers ten times as much as each of the
    others.
    """
    one_far_above(play, "Lofa", 10_000)


PLAY = Play(
    name="site_ten_times_its_neighbours",
    pattern="4.5",
    kind=Kind.PLAIN,
    rules=("STA023",),
    stage=_stage,
    also=("STA015",),
)
