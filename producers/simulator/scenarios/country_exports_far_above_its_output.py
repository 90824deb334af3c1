"""A country exports ninety times what it can have mined."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country that publishes an output of 20,000 ct exports ninety times as much within a year and imports
    nothing, as Congo-Brazzaville did before it was expelled in 2004.
    """
    miner, buyer = play.party("miner", "AM"), play.party("trader", "AE")
    for day in evenly(5, 300, 12):
        ware = Ware(("AM",), 150_000_000, 6_000)
        play.at(day, partial(mine_and_send, miner, buyer, ware, blame=("STA006", "country:AM")))


PLAY = Play(
    name="country_exports_far_above_its_output",
    pattern="F8",
    kind=Kind.PLAIN,
    rules=("STA006",),
    stage=_stage,
    figures=output("AM", 2024, 20_000, 20_000),
)
