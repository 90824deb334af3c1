"""Transfer mispricing that could pass for a poor assortment."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import dealer, odd_sales


def _stage(play: Production) -> None:
    """A dealer whose prices differ by a tenth to both sides invoices one shipment to a related firm at half of the
    usual price.
    """
    seller = dealer(play, "GH", Ware(("GH",), 120_000, 11_000))
    odd_sales("STA003", seller, play.party("trader", "AE"), Ware(("GH",), 120_000, 5_500, spread=30), [300], play)


PLAY = Play(
    name="sold_at_half_the_market",
    pattern="F5",
    kind=Kind.NEAR,
    rules=("STA003",),
    stage=_stage,
)
