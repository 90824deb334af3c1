"""A collector that goes to the next district the day after."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import camp, collector, round_trip


def _stage(play: Production) -> None:
    """A collector buys in one district on a day, travels, and buys in another on the day after."""
    here, there = camp(play, "GN", "Faranah", 12), camp(play, "GN", "Siguiri", 12)
    buyer = collector(play, here)
    for week in range(6):
        play.at(40 + 7 * week, partial(round_trip, buyer, here.diggers, 600))
        play.at(41 + 7 * week, partial(round_trip, buyer, there.diggers, 600))
    play.wrong("STA021", f"party:{buyer.party_id}:*")


PLAY = Play(
    name="collector_that_moves_on",
    pattern="4.5",
    kind=Kind.HONEST,
    rules=("STA021",),
    stage=_stage,
    also=("STA015",),
)
