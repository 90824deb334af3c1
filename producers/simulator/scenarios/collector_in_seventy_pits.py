"""A collector that buys from somewhat too many artisans."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import crowded_day


def _stage(play: Production) -> None:
    """A collector books purchases from some seventy artisans on one day."""
    crowded_day(play, "Macenta", play.rng.randint(68, 78))


PLAY = Play(
    name="collector_in_seventy_pits",
    pattern="4.5",
    kind=Kind.NEAR,
    rules=("STA020",),
    stage=_stage,
    also=("STA015",),
)
