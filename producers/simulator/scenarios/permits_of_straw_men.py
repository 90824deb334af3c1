"""Permits of many people who have one telephone."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.links import FIELD
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import find


def _stage(play: Production) -> None:
    """A financier takes out permits in the names of a dozen people, all with its own telephone number."""
    site = play.site("GH", "artisanal", area="Permits")
    cooperative = play.party("cooperative", "GH", FIELD, site)
    for number in range(12):
        digger = play.digger(cooperative)
        play.licensed(digger, "digging", site=site, phone="024 555 1200")
        play.at(20 + 9 * number, partial(_registers, digger, "licences:phone:0245551200"))


def _registers(digger: Actor, subject: str, story: Thread) -> Telling:
    yield story.hours(1, 9)
    find(story, digger, 700)
    story.production.wrong("STA024", subject, *story.told)


PLAY = Play(
    name="permits_of_straw_men",
    pattern="F21",
    kind=Kind.PLAIN,
    rules=("STA024",),
    stage=_stage,
    also=("STA015",),
)
