"""Goods that were dug under a ban leave in small lots of three exporters for five months."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, hoard_and_send, mine_and_send
from producers.simulator.storylines.published import banned


def _stage(play: Production) -> None:
    """Three exporters send hoarded goods in small parcels between those of new ones until the fifth month after an
    embargo.
    """
    buyer = play.party("trader", "AE")
    for n, miner in enumerate([play.party("miner", "KH") for _ in range(3)]):
        for k in range(6):
            ware = Ware(("KH",), 600_000, 9_000)
            kept = 16 + 22 * k + 5 * n
            play.at(45, partial(hoard_and_send, miner, buyer, ware, kept, blame=("STA011", "country:KH:2026-03-01")))
        play.at(70 + 20 * n, partial(mine_and_send, miner, buyer, Ware(("KH",), 900_000, 9_000)))


PLAY = Play(
    name="hoarded_goods_leave_in_small_lots",
    pattern="F15",
    kind=Kind.DISGUISED,
    rules=("STA011",),
    stage=_stage,
    amend=banned("KH", date(2025, 1, 1), date(2026, 3, 1)),
)
