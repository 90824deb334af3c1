"""A country that publishes nothing exports many times what its diggings yield."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send


def _stage(play: Production) -> None:
    """A country publishes no production.

    Its only digging yields 5,000 ct a year, and ninety times as much is exported.
    """
    play.site("KG", "artisanal", capacity=5_000)
    miner, buyer = play.party("miner", "KG"), play.party("trader", "AE")
    for day in evenly(5, 300, 12):
        play.at(
            day, partial(mine_and_send, miner, buyer, Ware(("KG",), 37_000_000, 6_000), blame=("STA006", "country:KG"))
        )


PLAY = Play(
    name="country_without_figures_exports_too_much",
    pattern="F8",
    kind=Kind.PLAIN,
    rules=("STA006",),
    stage=_stage,
)
