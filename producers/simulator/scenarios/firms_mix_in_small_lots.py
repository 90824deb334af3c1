"""Many small mixed parcels of three firms among honest ones."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import briefly
from producers.simulator.storylines.consigning import Ware, evenly, trade


def _stage(play: Production) -> None:
    """Three firms of a trading country send small mixed parcels between large ones of one origin; counted by parcels
    half is mixed.
    """
    hubs, buyer = [play.party("trader", "AT") for _ in range(3)], play.party("trader", "IN")
    play.consequence("STA010", "country:AT*")
    play.bend = briefly
    one, two = Ware(("BW",), 400_000, 12_000), Ware(("AO", "CD"), 20_000, 9_000)
    trade(play, hubs, [buyer], one, evenly(3, 66, 32))
    trade(play, hubs, [buyer], two, evenly(5, 64, 4))
    trade(play, hubs, [buyer], one, evenly(88, 160, 20))
    trade(play, hubs, [buyer], two, evenly(90, 158, 20), ("STA030", "country:AT:2026Q2"))


PLAY = Play(
    name="firms_mix_in_small_lots",
    pattern="F13",
    kind=Kind.DISGUISED,
    rules=("STA030",),
    stage=_stage,
)
