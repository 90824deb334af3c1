"""A mine with a good year."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send


def _stage(play: Production) -> None:
    """A mine yields six per cent more than its capacity says."""
    site = play.site("ID", "mine", capacity=60_000)
    miner, buyer = play.party("miner", "ID", site=site), play.party("trader", "AE")
    play.consequence("STA006", "country:ID")
    for day in evenly(5, 340, 12):
        play.at(day, partial(mine_and_send, miner, buyer, Ware(("ID",), 5_300_000, 15_000)))
    play.wrong("STA005", f"site:{site.site_id}")


PLAY = Play(
    name="mine_runs_a_little_over",
    pattern="F8",
    kind=Kind.HONEST,
    rules=("STA005",),
    stage=_stage,
)
