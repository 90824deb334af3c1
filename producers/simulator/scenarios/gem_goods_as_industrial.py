"""Gem rough declared as industrial to pay less duty."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """An exporter declares parcels of gem rough under the code of industrial goods, at the value of gem goods."""
    seller, buyer = play.party("trader", "GH"), play.party("trader", "IN")
    for day in evenly(10, 70, 6):
        play.at(
            day,
            partial(
                consign,
                seller,
                buyer,
                Ware(("GH",), 40_000, 14_000, hs_code="710221"),
                blame=("STA014", f"party:{seller.party_id}:710221:*"),
            ),
        )


PLAY = Play(
    name="gem_goods_as_industrial",
    pattern="F20",
    kind=Kind.PLAIN,
    rules=("STA014",),
    stage=_stage,
)
