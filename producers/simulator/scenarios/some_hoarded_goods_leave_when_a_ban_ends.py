"""Goods that were dug under a ban leave beside new ones."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, hoard_and_send, mine_and_send
from producers.simulator.storylines.published import banned


def _stage(play: Production) -> None:
    """In the half year after an embargo twice as much leaves a country as was mined and held, the half of it dug
    before.
    """
    miner, buyer = play.party("miner", "BD"), play.party("trader", "AE")
    for n in range(6):
        ware = Ware(("BD",), 1_050_000, 9_000)
        play.at(45, partial(hoard_and_send, miner, buyer, ware, 15 + 20 * n, blame=("STA011", "country:BD:2026-03-01")))
        play.at(60 + 20 * n, partial(mine_and_send, miner, buyer, Ware(("BD",), 1_000_000, 9_000)))


PLAY = Play(
    name="some_hoarded_goods_leave_when_a_ban_ends",
    pattern="F15",
    kind=Kind.NEAR,
    rules=("STA011",),
    stage=_stage,
    amend=banned("BD", date(2025, 1, 1), date(2026, 3, 1)),
)
