"""A mine that opened and yields more every month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send


def _stage(play: Production) -> None:
    """A mine that opened in the winter yields little at first and in the end twice the monthly mean of its capacity."""
    site = play.site("VN", "mine", capacity=60_000)
    miner, buyer = play.party("miner", "VN", site=site), play.party("trader", "AE")
    play.consequence("STA006", "country:VN")
    for n, day in enumerate(evenly(5, 340, 12)):
        play.at(day, partial(mine_and_send, miner, buyer, Ware(("VN",), (800_000 * (n + 1)), 15_000)))
    play.wrong("STA005", f"site:{site.site_id}")
    play.sites[-1] = replace(site, opened_on=date(2025, 12, 1))


PLAY = Play(
    name="mine_opens_and_runs_up",
    pattern="F8",
    kind=Kind.HONEST,
    rules=("STA005",),
    stage=_stage,
)
