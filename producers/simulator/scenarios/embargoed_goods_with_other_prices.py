"""Goods of an embargoed country that come with other papers, some lighter and cheaper."""

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
    """A trader imports again what an embargoed country used to send, two lots, each a per cent and a half lighter
    and a sixth cheaper.
    """
    trader, old, new = play.party("trader", "BE"), play.party("trader", "PA"), play.party("trader", "CD")
    for n, carats in enumerate((388_000, 941_000)):
        play.at(20 + 20 * n, partial(_lot, old, trader, "PA", carats, 17_500, None))
        blame = ("STA031", f"party:{trader.party_id}:PA")
        play.at(150 + 25 * n, partial(_lot, new, trader, "CD", carats * 985 // 1000, 14_600, blame))


def _lot(
    seller: Actor, buyer: Actor, origin: str, carats: int, cents: int, blame: Blame | None, story: Thread
) -> Telling:
    goods = in_stock(story, seller, rough_lot(story, origin, carats, cents))
    yield from forward(story, goods, ((buyer, 1000, 24),), blame=blame)


PLAY = Play(
    name="embargoed_goods_with_other_prices",
    pattern="F12",
    kind=Kind.NEAR,
    rules=("STA031",),
    also=("STA034",),
    stage=_stage,
    amend=banned("PA", date(2026, 5, 1), date(2299, 12, 31)),
)
