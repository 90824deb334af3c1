"""Permits of many people who have one telephone."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import one_telephone


def _stage(play: Production) -> None:
    """A financier takes out permits in the names of a dozen people, all with its own telephone number."""
    one_telephone(play, "Permits", 12, "024 555 1200")


PLAY = Play(
    name="permits_of_straw_men",
    pattern="F21",
    kind=Kind.PLAIN,
    rules=("STA024",),
    stage=_stage,
    also=("STA015",),
)
