"""Two diggers of a village who go on digging when their permits have ended."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.links import FIELD
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import evenly
from producers.simulator.storylines.digging import find
from schemas.routing import lot_subject


def _stage(play: Production) -> None:
    """The permits of two of six diggers end with March. In the two months after it each of the two registers a small
    find every other week, among those of the others.
    """
    site = play.site("TG", "artisanal", area="Kara")
    cooperative = play.party("cooperative", "TG", FIELD, site)
    for number in range(6):
        digger, ended = play.digger(cooperative), number < 2
        play.licensed(digger, "digging", site=site, until=date(2026, 3, 31) if ended else None)
        for day in (*evenly(10 + number, 75 + number, 5), *evenly(90 + number, 146 + number, 5)):
            play.at(day, partial(_finds, digger, ended and day > 85))


def _finds(digger: Actor, ended: bool, story: Thread) -> Telling:
    yield story.hours(1, 9)
    goods = find(story, digger, 300 if ended else 700)
    if ended:
        story.production.wrong("LIC001", lot_subject(goods.lines[0].lot_id), *story.told)


PLAY = Play(
    name="two_diggers_go_on_with_small_finds", pattern="F21", kind=Kind.DISGUISED, rules=("LIC001",), stage=_stage
)
