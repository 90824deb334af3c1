"""Two districts on one day among weeks in one, told late."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import LATE, camp, collector, round_trip


def _stage(play: Production) -> None:
    """A collector works one district for weeks; one evening it books some stones of another, and tells that five weeks
    late.
    """
    here, there = camp(play, "GN", "Labe", 12), camp(play, "GN", "Boke", 12)
    buyer = collector(play, here)
    for day in range(40, 90, 5):
        play.at(day, partial(round_trip, buyer, play.rng.sample(here.diggers, 8), 600))
    play.at(65.3, partial(_evening, buyer, there.diggers[:3]))


def _evening(buyer: Actor, diggers: Sequence[Actor], story: Thread) -> Telling:
    story.held = LATE
    yield from round_trip(buyer, diggers, 600, story)
    day = story.told[-1].occurred_at.date()
    story.production.wrong("STA021", f"party:{buyer.party_id}:{day}", *story.told)


PLAY = Play(
    name="two_districts_among_honest_days",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rules=("STA021",),
    stage=_stage,
    also=("STA015",),
)
