"""Goods of an embargoed country come with certificates of another."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import Blame, forward
from producers.simulator.storylines.published import banned


def _stage(play: Production) -> None:
    """A trader who imported three lots of a country before its embargo imports the same again, with valid
    certificates of DR Congo, as the goods seized in Antwerp in 2014 had.
    """
    trader, old, new = play.party("trader", "BE"), play.party("trader", "GY"), play.party("trader", "CD")
    for n, carats in enumerate((412_000, 655_000, 1_204_000)):
        play.at(20 + 20 * n, partial(_lot, old, trader, "GY", carats, None))
        subject = f"party:{trader.party_id}:GY"
        play.at(150 + 25 * n, partial(_lot, new, trader, "CD", carats * 1004 // 1000, ("STA031", subject)))


def _lot(seller: Actor, buyer: Actor, origin: str, carats: int, blame: Blame | None, story: Thread) -> Telling:
    goods = in_stock(story, seller, rough_lot(story, origin, carats, 17_500))
    yield from forward(story, goods, ((buyer, 1000, 24),), blame=blame)


PLAY = Play(
    name="embargoed_goods_with_papers_of_a_neighbour",
    pattern="F12",
    kind=Kind.PLAIN,
    rules=("STA031",),
    also=("STA034",),
    stage=_stage,
    amend=banned("GY", date(2026, 5, 1), date(2299, 12, 31)),
)
