"""A collector that buys in two districts on one day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import camp, collector, round_trip


def _stage(play: Production) -> None:
    """A collector books purchases in two districts, a day's journey apart, on the same day."""
    here, there = camp(play, "GN", "Beyla", 12), camp(play, "GN", "Dabola", 12)
    buyer = collector(play, here)
    play.at(play.rng.randint(40, 200), partial(_day, buyer, (*here.diggers[:6], *there.diggers[:6])))


def _day(buyer: Actor, diggers: Sequence[Actor], story: Thread) -> Telling:
    yield from round_trip(buyer, diggers, 600, story)
    day = story.told[-1].occurred_at.date()
    story.production.wrong("STA021", f"party:{buyer.party_id}:{day}", *story.told)


PLAY = Play(
    name="collector_in_two_districts",
    pattern="4.5",
    kind=Kind.PLAIN,
    rules=("STA021",),
    stage=_stage,
    also=("STA015",),
)
