"""Exports that are an eighth larger on paper than at their destination."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import arriving, bent
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """A firm exports fourteen parcels in a quarter, of each of which an eighth is not there at the other end."""
    seller, buyer, ware = play.party("trader", "UZ"), play.party("trader", "AE"), Ware(("UZ",), 300_000, 9_000)

    for day in evenly(4, 62, 14):
        tell = partial(consign, seller, buyer, ware, blame=("STA008", "pair:UZ-AE:2026Q1"))
        play.at(day, bent(arriving(870), tell))


PLAY = Play(
    name="an_eighth_of_the_goods_never_arrives",
    pattern="F10",
    kind=Kind.NEAR,
    rules=("STA008",),
    stage=_stage,
    also=("KIM019", "CUS008", "CUS009", "KIM008", "KIM009", "KIM010", "CUS003", "STA012", "STA018"),
)
