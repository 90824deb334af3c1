"""Some foreign goods among the output of a mine."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send


def _stage(play: Production) -> None:
    """A mine registers a quarter more than it can yield in a year."""
    site = play.site("GA", "mine", capacity=60_000)
    miner, buyer = play.party("miner", "GA", site=site), play.party("trader", "AE")
    play.consequence("STA006", "country:GA")
    for day in evenly(5, 340, 12):
        play.at(
            day,
            partial(
                mine_and_send, miner, buyer, Ware(("GA",), 6_300_000, 15_000), blame=("STA005", f"site:{site.site_id}")
            ),
        )


PLAY = Play(
    name="mine_yields_a_quarter_too_much",
    pattern="F8",
    kind=Kind.NEAR,
    rules=("STA005",),
    stage=_stage,
)
