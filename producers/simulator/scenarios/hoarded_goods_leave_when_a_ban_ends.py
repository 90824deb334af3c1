"""Goods that were dug under a ban leave as soon as it has ended."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, hoard_and_send, mine_and_send
from producers.simulator.storylines.published import banned


def _stage(play: Production) -> None:
    """What was mined in a year and a half of embargo leaves in the six weeks after its end, ten times what can have
    been mined since.
    """
    miner, buyer = play.party("miner", "SZ"), play.party("trader", "AE")
    for n in range(10):
        ware = Ware(("SZ",), 4_000_000, 9_000)
        play.at(30, partial(hoard_and_send, miner, buyer, ware, 28 + 4 * n, blame=("STA011", "country:SZ:2026-03-01")))
    play.at(70, partial(mine_and_send, miner, buyer, Ware(("SZ",), 4_000_000, 9_000)))


PLAY = Play(
    name="hoarded_goods_leave_when_a_ban_ends",
    pattern="F15",
    kind=Kind.PLAIN,
    rules=("STA011",),
    stage=_stage,
    uses=frozenset({"country:SZ"}),
    amend=banned("SZ", date(2025, 1, 1), date(2026, 3, 1)),
)
