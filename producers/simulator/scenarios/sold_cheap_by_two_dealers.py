"""Transfer mispricing by two dealers of one family in turn."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import dealer, odd_sales


def _stage(play: Production) -> None:
    """Two dealers share the cheap shipments to a related firm, one each, and sell at the market's price else."""
    friend = play.party("trader", "AE")
    for day in (300, 320):
        seller = dealer(play, "GH", Ware(("GH",), 120_000, 11_000), sales=14)
        odd_sales("STA003", seller, friend, Ware(("GH",), 120_000, 4_400, spread=30), [day], play)


PLAY = Play(
    name="sold_cheap_by_two_dealers",
    pattern="F5",
    kind=Kind.DISGUISED,
    rules=("STA003",),
    stage=_stage,
)
