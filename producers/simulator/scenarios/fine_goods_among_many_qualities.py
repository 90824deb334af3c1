"""Fine goods where dealers deal in all qualities."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, trade
from producers.simulator.storylines.overvaluing import market


def _stage(play: Production) -> None:
    """Of dealers in goods of one river some have boart, some fine stones, and most of them what lies between; a firm
    buys the finest, at three times of what lies in the middle.
    """
    market(play, [Ware(("IN",), 80_000, cents, spread=250) for cents in (4_000, 7_000, 12_000, 20_000, 33_000)])
    seller, buyer = play.party("trader", "BE"), play.party("trader", "AE")
    trade(play, [seller], [buyer], Ware(("IN",), 80_000, 36_000), [200, 230, 260])
    play.wrong("STA034", f"party:{buyer.party_id}:*")


PLAY = Play(
    name="fine_goods_among_many_qualities",
    pattern="F6",
    kind=Kind.HONEST,
    rules=("STA034",),
    stage=_stage,
)
