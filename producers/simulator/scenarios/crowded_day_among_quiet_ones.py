"""A collector with one crowded day among many quiet ones, told late."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import LATE, camp, collector, round_trip


def _stage(play: Production) -> None:
    """A collector visits some ten artisans a day for weeks; on one day it books ninety, and sends that day in five
    weeks late.
    """
    there = camp(play, "GN", "Kissidougou", 90)
    buyer = collector(play, there)
    for day in range(40, 100, 4):
        some = play.rng.sample(there.diggers, play.rng.randint(8, 14))
        play.at(day, partial(round_trip, buyer, some, 600))
    play.at(70, partial(_day, buyer, there.diggers))


def _day(buyer: Actor, diggers: Sequence[Actor], story: Thread) -> Telling:
    story.held = LATE
    yield from round_trip(buyer, diggers, 600, story)
    day = story.told[-1].occurred_at.date()
    story.production.wrong("STA020", f"party:{buyer.party_id}:{day}", *story.told)


PLAY = Play(
    name="crowded_day_among_quiet_ones",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rules=("STA020",),
    stage=_stage,
    also=("STA015",),
)
