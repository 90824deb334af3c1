"""Permits of five people who have one telephone."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.links import FIELD
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import find


def _stage(play: Production) -> None:
    """Five diggers of a village who are no family name one telephone."""
    site = play.site("GH", "artisanal", area="Five")
    cooperative = play.party("cooperative", "GH", FIELD, site)
    for number in range(5):
        digger = play.digger(cooperative)
        play.licensed(digger, "digging", site=site, phone="024 555 1300")
        play.at(20 + 9 * number, partial(_registers, digger, "licences:phone:0245551300"))


def _registers(digger: Actor, subject: str, story: Thread) -> Telling:
    yield story.hours(1, 9)
    find(story, digger, 700)
    story.production.wrong("STA024", subject, *story.told)


PLAY = Play(
    name="five_permits_with_one_telephone",
    pattern="F21",
    kind=Kind.NEAR,
    rules=("STA024",),
    stage=_stage,
    also=("STA015",),
)
