"""Transfer mispricing split into small parcels among honest sales."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly
from producers.simulator.storylines.pricing import dealer, odd_sales


def _stage(play: Production) -> None:
    """What would have been one cheap shipment goes in six small parcels over two months, between sales at the usual
    price.
    """
    seller = dealer(play, "GH", Ware(("GH",), 120_000, 11_000), sales=26, last=370)
    odd_sales(
        "STA003", seller, play.party("trader", "AE"), Ware(("GH",), 20_000, 4_600, spread=30), evenly(300, 360, 6), play
    )


PLAY = Play(
    name="sold_cheap_in_small_lots",
    pattern="F5",
    kind=Kind.DISGUISED,
    rules=("STA003",),
    stage=_stage,
)
