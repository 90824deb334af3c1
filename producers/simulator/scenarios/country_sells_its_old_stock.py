"""A country exports twice its output, since it had stock."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, evenly, mine_and_send
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A state trader sells in one year what it mined and the stock of a year before, which it had registered."""
    miner, buyer = play.party("miner", "MY"), play.party("trader", "AE")
    for day in evenly(5, 330, 12):
        play.at(day, partial(mine_and_send, miner, buyer, Ware(("MY",), 1_600_000, 9_000)))
        play.at(day + 4, partial(consign, miner, buyer, Ware(("MY",), 1_600_000, 9_000)))
    play.wrong("STA006", "country:MY")


PLAY = Play(
    name="country_sells_its_old_stock",
    pattern="F8",
    kind=Kind.HONEST,
    rules=("STA006",),
    stage=_stage,
    figures=output("MY", 2024, 20_000, 20_000),
)
