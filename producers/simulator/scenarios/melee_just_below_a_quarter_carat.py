"""The largest of the small stones, sold without a screening."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.handover import sell
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, polished_lot
from producers.simulator.story import Telling
from schemas.events import OwnershipTransferred
from schemas.routing import lot_subject


def _stage(play: Production) -> None:
    """A dealer sells a hundred stones of a little less than four millimetres, nearly a quarter of a carat each, which
    the machine would still take and nobody has put into it.
    """
    play.at(8, partial(_sale, play.party("trader", "IN"), play.party("retailer", "IN")))


def _sale(seller: Actor, buyer: Actor, story: Thread) -> Telling:
    goods = in_stock(story, seller, polished_lot(story, "BW", 23_000, 60_000, stones=100))
    yield story.hours(20, 60)
    sell(story, goods, buyer, 1_000)
    story.production.wrong("SPC003", lot_subject(goods.lines[0].lot_id), story.last(OwnershipTransferred))


PLAY = Play(name="melee_just_below_a_quarter_carat", pattern="F19", kind=Kind.NEAR, rules=("SPC003",), stage=_stage)
