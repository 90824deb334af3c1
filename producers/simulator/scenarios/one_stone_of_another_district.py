"""One stone of another district among a collector's purchases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import camp, collector, round_trip


def _stage(play: Production) -> None:
    """Among a dozen purchases of a day in one district a single stone comes from another."""
    here, there = camp(play, "GN", "Mamou", 12), camp(play, "GN", "Pita", 12)
    buyer = collector(play, here)
    play.at(play.rng.randint(40, 200), partial(_day, buyer, (*here.diggers, there.diggers[0])))


def _day(buyer: Actor, diggers: Sequence[Actor], story: Thread) -> Telling:
    yield from round_trip(buyer, diggers, 600, story)
    day = story.told[-1].occurred_at.date()
    story.production.wrong("STA021", f"party:{buyer.party_id}:{day}", *story.told)


PLAY = Play(
    name="one_stone_of_another_district",
    pattern="4.5",
    kind=Kind.NEAR,
    rules=("STA021",),
    stage=_stage,
    also=("STA015",),
)
