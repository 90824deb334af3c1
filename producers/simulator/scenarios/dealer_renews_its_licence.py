"""A dealer whose licence is renewed under another number."""

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
    """A dealer's licence ends with March, the next one, of another number, begins with April; it trades in both."""
    dealer, buyer = play.party("trader", "TZ"), play.party("trader", "AE")
    play.licensed(dealer, "buying", "TZ-1", until=date(2026, 3, 31))
    play.licensed(dealer, "buying", "TZ-2", since=date(2026, 4, 1))
    for day in (20, 78, 84, 86, 90):
        play.at(day, partial(_exports, dealer, buyer))


def _exports(dealer: Actor, buyer: Actor, story: Thread) -> Telling:
    goods = in_stock(story, dealer, rough_lot(story, "TZ", story.whole(20_000, 60_000), 12_000))
    yield story.hours(10, 40)
    sell(story, goods, buyer, 1000)
    story.production.wrong("LIC003", f"lot:{goods.lines[0].lot_id}")
    yield from bring(story, goods, buyer)


PLAY = Play(
    name="dealer_renews_its_licence",
    pattern="F21",
    kind=Kind.HONEST,
    rules=("LIC003",),
    stage=_stage,
)
