"""Smuggled goods that three exporters of a country mix into what was imported and mined."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send, pass_on
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """Three exporters send small parcels for ten months: what the country mined, what it imported before, and as
    much again of smuggled goods.
    """
    miners = [play.party("miner", "KZ") for _ in range(3)]
    buyer, source = play.party("trader", "AE"), play.party("trader", "GH")
    for n, day in enumerate(evenly(5, 310, 30)):
        ware = Ware(("KZ",), 1_400_000, 9_000)
        play.at(day, partial(mine_and_send, miners[n % 3], buyer, ware, blame=("STA006", "country:KZ")))
    for n, day in enumerate(evenly(10, 250, 6)):
        stops = ((miners[n % 3], 1000, 24), (buyer, 1060, 240))
        play.at(day, partial(pass_on, source, Ware(("GH",), 1_000_000, 9_000), stops))


PLAY = Play(
    name="smuggled_goods_among_exports_of_a_country",
    pattern="F8",
    kind=Kind.DISGUISED,
    rules=("STA006",),
    stage=_stage,
    figures=output("KZ", 2024, 20_000, 20_000),
)
