"""A country that may trade again sells what it held under audit and what it mines."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, mine_and_send
from producers.simulator.storylines.published import banned


def _stage(play: Production) -> None:
    """A country registers the stock that was audited during the ban, and exports it with what it mines in the half
    year after.
    """
    miner, buyer = play.party("miner", "LA"), play.party("trader", "AE")
    for n in range(7):
        play.at(60 + 15 * n, partial(mine_and_send, miner, buyer, Ware(("LA",), 1_000_000, 9_000)))
        play.at(60 + 15 * n, partial(consign, miner, buyer, Ware(("LA",), 1_500_000, 9_000)))
    play.wrong("STA011", "country:LA:*")


PLAY = Play(
    name="ban_ended_lawfully",
    pattern="F15",
    kind=Kind.HONEST,
    rules=("STA011",),
    stage=_stage,
    amend=banned("LA", date(2025, 1, 1), date(2026, 3, 1)),
)
