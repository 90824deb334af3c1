"""Exports that are a third larger on paper than at their destination."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import arriving, bent
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """A firm exports twelve parcels in a quarter, of each of which only two thirds are imported at the other end."""
    seller, buyer, ware = play.party("trader", "PA"), play.party("trader", "AE"), Ware(("PA",), 300_000, 9_000)

    for day in evenly(4, 62, 12):
        tell = partial(consign, seller, buyer, ware, blame=("STA008", "pair:PA-AE:2026Q1"))
        play.at(day, bent(arriving(660), tell))


PLAY = Play(
    name="a_third_of_the_goods_never_arrives",
    pattern="F10",
    kind=Kind.PLAIN,
    rules=("STA008",),
    stage=_stage,
    also=("KIM019", "CUS008", "CUS009", "KIM008", "KIM009", "KIM010", "CUS003", "STA012", "STA018"),
)
