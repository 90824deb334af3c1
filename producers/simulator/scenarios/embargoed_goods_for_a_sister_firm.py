"""Goods of an embargoed country that a sister firm imports."""

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
    """A firm of the same family, which never dealt in goods of the embargoed country, imports what equals them."""
    trader, sister = play.party("trader", "BE"), play.party("trader", "BE")
    old, new = play.party("trader", "TG"), play.party("trader", "CD")
    for n, carats in enumerate((412_000, 655_000)):
        play.at(20 + 20 * n, partial(_lot, old, trader, "TG", carats, None))
        play.at(150 + 25 * n, partial(_lot, new, sister, "CD", carats, ("STA031", f"party:{sister.party_id}:TG")))


def _lot(seller: Actor, buyer: Actor, origin: str, carats: int, blame: Blame | None, story: Thread) -> Telling:
    goods = in_stock(story, seller, rough_lot(story, origin, carats, 17_500))
    yield from forward(story, goods, ((buyer, 1000, 24),), blame=blame)


PLAY = Play(
    name="embargoed_goods_for_a_sister_firm",
    pattern="F12",
    kind=Kind.DISGUISED,
    rules=("STA031",),
    also=("STA034",),
    stage=_stage,
    amend=banned("TG", date(2026, 5, 1), date(2299, 12, 31)),
    out_of_reach="the register does not say which firms belong together",
)
