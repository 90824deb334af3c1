"""A market day on which many artisans come to a collector."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import camp, collector, round_trip


def _stage(play: Production) -> None:
    """On market days some forty artisans come to the collector at its table, once a week."""
    there = camp(play, "GN", "Kerouane", 48)
    buyer = collector(play, there)
    for week in range(8):
        play.at(
            40 + 7 * week, partial(round_trip, buyer, play.rng.sample(there.diggers, play.rng.randint(35, 45)), 600)
        )
    play.wrong("STA020", f"party:{buyer.party_id}:*")


PLAY = Play(
    name="market_day",
    pattern="4.5",
    kind=Kind.HONEST,
    rules=("STA020",),
    stage=_stage,
    also=("STA015",),
)
