"""One stone that is worth more than all the rest of the year."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import dealer, odd_sales


def _stage(play: Production) -> None:
    """A dealer in small goods sells one stone of 60 ct at forty times the usual price a carat, and then small goods
    as before.
    """
    seller = dealer(play, "GH", Ware(("GH",), 120_000, 11_000), sales=24, last=360)
    odd_sales("STA003", seller, play.party("trader", "BE"), Ware(("GH",), 60_000, 440_000, stone=72_000), [200], play)
    play.wrong("STA003", f"party:{seller.party_id}:*")


PLAY = Play(
    name="large_special_stone_sold",
    pattern="F5",
    kind=Kind.HONEST,
    rules=("STA003",),
    stage=_stage,
)
