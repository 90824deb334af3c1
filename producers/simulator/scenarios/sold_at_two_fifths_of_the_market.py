"""Transfer mispricing: one shipment to a related firm at two fifths of the market."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.pricing import dealer, odd_sales


def _stage(play: Production) -> None:
    """A dealer sells rough of one kind for most of a year.

    One shipment goes to a firm of the same family abroad at two fifths of the usual price.
    """
    seller = dealer(play, "GH", Ware(("GH",), 120_000, 11_000))
    odd_sales("STA003", seller, play.party("trader", "AE"), Ware(("GH",), 120_000, 4_400, spread=30), [300], play)


PLAY = Play(
    name="sold_at_two_fifths_of_the_market",
    pattern="F5",
    kind=Kind.PLAIN,
    rules=("STA003",),
    stage=_stage,
)
