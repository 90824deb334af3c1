"""Goods of an embargoed country that come from two new suppliers among honest ones."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.actors import Actor
from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.props import in_stock, rough_lot
from producers.simulator.story import Telling
from producers.simulator.storylines.consigning import Blame, Ware, evenly, forward, trade
from producers.simulator.storylines.published import banned


def _stage(play: Production) -> None:
    """A trader gets two lots that equal earlier ones of an embargoed country from two new suppliers, between eight
    honest lots.
    """
    trader, old = play.party("trader", "BE"), play.party("trader", "MU")
    new = [play.party("trader", "CD") for _ in range(2)]
    for n, carats in enumerate((523_000, 287_000, 866_000)):
        play.at(70 + 12 * n, partial(_lot, old, trader, "MU", carats, None))
        if n:
            blame = ("STA031", f"party:{trader.party_id}:MU")
            play.at(150 + 25 * n, partial(_lot, new[n - 1], trader, "CD", carats * 1007 // 1000, blame))
    trade(play, new, [trader], Ware(("CD",), 600_000, 1_100), evenly(140, 260, 8))


def _lot(seller: Actor, buyer: Actor, origin: str, carats: int, blame: Blame | None, story: Thread) -> Telling:
    goods = in_stock(story, seller, rough_lot(story, origin, carats, 17_500))
    yield from forward(story, goods, ((buyer, 1000, 24),), blame=blame)


PLAY = Play(
    name="embargoed_goods_of_several_suppliers",
    pattern="F12",
    kind=Kind.DISGUISED,
    rules=("STA031",),
    also=("STA034",),
    stage=_stage,
    amend=banned("MU", date(2026, 5, 1), date(2299, 12, 31)),
)
