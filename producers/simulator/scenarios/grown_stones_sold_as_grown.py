"""A dealer in grown stones whose laboratory finds that they are grown."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.goods import LAB_POLISHED
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, polished_lot
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import evenly
from producers.simulator.storylines.weighing import screening
from schemas.events import ExaminationKind, LotExamined, Species


def _stage(play: Production) -> None:
    """A dealer brings lots to a laboratory that are declared as grown, beside natural ones of which the machine
    refers some and none turns out to be grown.
    """
    owner, laboratory = play.party("trader", "IN"), play.party("laboratory", "IN")
    for day in evenly(6, 60, 4):
        play.at(day, partial(screening, owner, laboratory, 150, 0))
        play.at(day + 5, partial(_grown, owner, laboratory))
    play.wrong("STA013", f"party:{owner.party_id}:*")


def _grown(owner: Actor, laboratory: Actor, story: Thread) -> Telling:
    natural = polished_lot(story, "BW", 2_400, 9_000, stones=200)
    grown = replace(natural, hs_code=LAB_POLISHED, origins=(), species=Species.LAB_GROWN)
    goods = in_stock(story, owner, grown)
    yield story.hours(10, 60)
    report = story.name("REPORT")
    story.tell(
        laboratory, LotExamined(ExaminationKind.SCREENING, laboratory.party_id, report, goods.lines[0], 200, 200)
    )


PLAY = Play(
    name="grown_stones_sold_as_grown",
    pattern="F19",
    kind=Kind.HONEST,
    rules=("STA013",),
    stage=_stage,
)
