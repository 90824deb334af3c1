"""A collector that buys from more artisans than it can have met."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import crowded_day


def _stage(play: Production) -> None:
    """A collector books purchases from more than a hundred artisans on one day, at a digging where a day has time for
    thirty.
    """
    crowded_day(play, "Banankoro", play.rng.randint(105, 125))


PLAY = Play(
    name="collector_in_a_hundred_pits",
    pattern="4.5",
    kind=Kind.PLAIN,
    rules=("STA020",),
    stage=_stage,
    also=("STA015",),
)
