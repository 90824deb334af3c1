"""One telephone that is written in another way on each permit."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.links import FIELD
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import find


def _stage(play: Production) -> None:
    """A financier writes its number with blanks, hyphens or dots, so that seven permits do not look alike."""
    site = play.site("GH", "artisanal", area="Telephone")
    cooperative = play.party("cooperative", "GH", FIELD, site)
    for number in range(7):
        digger = play.digger(cooperative)
        play.licensed(
            digger, "digging", site=site, phone="024" + "-. /"[number % 4] + "555" + " -./"[number % 4] + "1400"
        )
        play.at(20 + 9 * number, partial(_registers, digger, "licences:phone:0245551400"))


def _registers(digger: Actor, subject: str, story: Thread) -> Telling:
    yield story.hours(1, 9)
    find(story, digger, 700)
    story.production.wrong("STA024", subject, *story.told)


PLAY = Play(
    name="telephone_written_in_many_ways",
    pattern="F21",
    kind=Kind.DISGUISED,
    rules=("STA024",),
    stage=_stage,
    also=("STA015",),
)
