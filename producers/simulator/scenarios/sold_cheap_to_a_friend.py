"""Transfer mispricing: a dealer under-invoices one shipment to a firm abroad that belongs to the same family."""

from __future__ import annotations

from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.crossing import bring
from producers.simulator.handover import sell
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling
from schemas.events import ShipmentExported


def _stage(play: Production) -> None:
    """A dealer sells rough of one kind twice a month for most of a year at the market's price, which moves a little.

    Then goods of that kind go to a related firm at a quarter of it, so that the profit is made abroad.
    """
    dealer = play.party("trader", "GH")
    usual = [play.party("trader", country) for country in ("AE", "BE", "IN")]
    friend = play.party("trader", "AE")
    price = play.rng.randint(9_000, 16_000)
    for n in range(20):
        play.at(5 + n * 14, partial(_sale, dealer, usual[n % 3], price * play.rng.randint(850, 1150) // 1000))
    play.at(300, partial(_cheap_sale, dealer, friend, price // 4))


def _sale(dealer: Actor, buyer: Actor, cents: int, story: Thread) -> Telling:
    goods = in_stock(story, dealer, rough_lot(story, "GH", story.whole(40_000, 400_000), cents))
    yield story.hours(10, 40)
    sell(story, goods, buyer, 1000)
    yield from bring(story, goods, buyer)


def _cheap_sale(dealer: Actor, friend: Actor, cents: int, story: Thread) -> Telling:
    yield from _sale(dealer, friend, cents, story)
    export = story.last(ShipmentExported)
    assert isinstance(export.body, ShipmentExported)
    story.production.wrong("STA003", f"party:{dealer.party_id}:{export.body.shipment_id}", export)


PLAY = Play(
    name="sold_cheap_to_a_friend",
    pattern="F5",
    kind=Kind.PLAIN,
    rules=("STA003",),
    stage=_stage,
)
