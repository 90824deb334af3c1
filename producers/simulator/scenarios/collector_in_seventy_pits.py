"""A collector that buys from somewhat too many artisans."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import camp, collector, round_trip


def _stage(play: Production) -> None:
    """A collector books purchases from some seventy artisans on one day."""
    there = camp(play, "GN", "Macenta", play.rng.randint(68, 78))
    buyer = collector(play, there)
    play.at(play.rng.randint(40, 200), partial(_day, buyer, there.diggers))


def _day(buyer: Actor, diggers: Sequence[Actor], story: Thread) -> Telling:
    yield from round_trip(buyer, diggers, 600, story)
    day = story.told[-1].occurred_at.date()
    story.production.wrong("STA020", f"party:{buyer.party_id}:{day}", *story.told)


PLAY = Play(
    name="collector_in_seventy_pits",
    pattern="4.5",
    kind=Kind.NEAR,
    rules=("STA020",),
    stage=_stage,
    also=("STA015",),
)
