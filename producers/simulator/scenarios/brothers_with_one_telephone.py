"""Three brothers who have one telephone."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.links import FIELD
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import find


def _stage(play: Production) -> None:
    """Three brothers have a permit each and one telephone; their neighbour, a firm, has five permits and a telephone
    of its own.
    """
    site = play.site("GH", "artisanal", area="Akwatia")
    cooperative = play.party("cooperative", "GH", FIELD, site)
    for number in range(3):
        digger = play.digger(cooperative)
        play.licensed(digger, "digging", site=site, phone="024 555 1500")
        play.at(20 + 9 * number, partial(_registers, digger))
    firm = play.party("miner", "GH", FIELD, site)
    for number in range(5):
        play.licensed(firm, "mining", f"FIRM-{number}", site=site, phone="024 555 1600")
    play.wrong("STA024", "licences:phone:0245551*")


def _registers(digger: Actor, story: Thread) -> Telling:
    yield story.hours(1, 9)
    find(story, digger, 700)


PLAY = Play(
    name="brothers_with_one_telephone",
    pattern="F21",
    kind=Kind.HONEST,
    rules=("STA024",),
    stage=_stage,
    also=("STA015",),
)
