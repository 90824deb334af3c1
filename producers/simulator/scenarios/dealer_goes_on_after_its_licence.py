"""A dealer that goes on after its licence has ended."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.handover import sell
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling


def _stage(play: Production) -> None:
    """A dealer's licence ends with March; a few days later it exports a lot that it had promised before."""
    dealer, buyer = play.party("trader", "TZ"), play.party("trader", "AE")
    play.licensed(dealer, "buying", until=date(2026, 3, 31))
    play.at(20, partial(_exports, dealer, buyer, False))
    play.at(88, partial(_exports, dealer, buyer, True))


def _exports(dealer: Actor, buyer: Actor, ended: bool, story: Thread) -> Telling:
    goods = in_stock(story, dealer, rough_lot(story, "TZ", story.whole(20_000, 60_000), 12_000))
    yield story.hours(10, 40)
    sell(story, goods, buyer, 1000)
    if ended:
        story.production.wrong("LIC003", f"lot:{goods.lines[0].lot_id}", story.told[-1])
    yield from bring(story, goods, buyer)


PLAY = Play(
    name="dealer_goes_on_after_its_licence",
    pattern="F21",
    kind=Kind.NEAR,
    rules=("LIC003",),
    stage=_stage,
)
