"""A country exports half as much again as it mines."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country exports half as much again as it publishes as mined, which is what Botswana's figure for 2024 was
    above its operators'.
    """
    miner, buyer = play.party("miner", "BY"), play.party("trader", "AE")
    for day in evenly(5, 340, 14):
        play.at(
            day, partial(mine_and_send, miner, buyer, Ware(("BY",), 2_150_000, 9_000), blame=("STA006", "country:BY"))
        )


PLAY = Play(
    name="country_exports_half_above_its_output",
    pattern="F8",
    kind=Kind.NEAR,
    rules=("STA006",),
    stage=_stage,
    figures=output("BY", 2024, 20_000, 20_000),
)
