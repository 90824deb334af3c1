"""A collector that buys from more artisans than it can have met."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import camp, collector, round_trip


def _stage(play: Production) -> None:
    """A collector books purchases from more than a hundred artisans on one day, at a digging where a day has time for
    thirty.
    """
    there = camp(play, "GN", "Banankoro", play.rng.randint(105, 125))
    buyer = collector(play, there)
    play.at(play.rng.randint(40, 200), partial(_day, buyer, there.diggers))


def _day(buyer: Actor, diggers: Sequence[Actor], story: Thread) -> Telling:
    yield from round_trip(buyer, diggers, 600, story)
    day = story.told[-1].occurred_at.date()
    story.production.wrong("STA020", f"party:{buyer.party_id}:{day}", *story.told)


PLAY = Play(
    name="collector_in_a_hundred_pits",
    pattern="4.5",
    kind=Kind.PLAIN,
    rules=("STA020",),
    stage=_stage,
    also=("STA015",),
)
