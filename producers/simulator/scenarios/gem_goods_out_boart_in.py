"""Gem goods that leave a trading country under the cover of industrial goods that came in."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, unborn
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """A firm imports twelve parcels of boart, keeps them, and exports gem goods of less weight that never came in."""
    hub = play.party("trader", "LB")
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    trade(play, [source], [hub], Ware(("GH",), 6_000_000, 800, hs_code="710221"), evenly(5, 120, 12))
    for day in evenly(30, 160, 10):
        play.at(
            day,
            bent(
                unborn,
                partial(consign, hub, far, Ware(("GH",), 4_000_000, 12_000), blame=("STA010", "country:LB:710231")),
            ),
        )


PLAY = Play(
    name="gem_goods_out_boart_in",
    pattern="F14",
    kind=Kind.DISGUISED,
    rules=("STA010",),
    stage=_stage,
    also=("CUS001", "CUS005", "CUS009", "CUS002", "CUS003", "CUS014"),
)
