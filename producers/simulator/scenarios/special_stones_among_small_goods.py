"""Large stones of a country that is known for small ones."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, trade
from producers.simulator.storylines.overvaluing import market


def _stage(play: Production) -> None:
    """Where five dealers sell stones of half a carat, a house buys a stone of some 40 ct at thirty times their price a
    carat, and later some of 4 ct at five times of it.
    """
    market(play, [Ware(("TH",), 80_000, 10_000)] * 5)
    seller, buyer = play.party("trader", "BE"), play.party("trader", "AE")
    trade(play, [seller], [buyer], Ware(("TH",), 40_000, 300_000, stone=48_000), [220])
    trade(play, [seller], [buyer], Ware(("TH",), 40_000, 50_000, stone=4_000), [250])
    play.wrong("STA034", f"party:{buyer.party_id}:*")


PLAY = Play(
    name="special_stones_among_small_goods",
    pattern="F6",
    kind=Kind.HONEST,
    rules=("STA034",),
    stage=_stage,
)
