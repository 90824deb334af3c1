"""Foreign goods that are registered as the output of a mine."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send


def _stage(play: Production) -> None:
    """A mine that can yield 60,000 ct a year registers a parcel of ten thousand carats every month."""
    site = play.site("MZ", "mine", capacity=60_000)
    miner, buyer = play.party("miner", "MZ", site=site), play.party("trader", "AE")
    play.consequence("STA006", "country:MZ")
    for day in evenly(5, 340, 12):
        play.at(
            day,
            partial(
                mine_and_send, miner, buyer, Ware(("MZ",), 10_000_000, 15_000), blame=("STA005", f"site:{site.site_id}")
            ),
        )


PLAY = Play(
    name="mine_yields_twice_its_capacity",
    pattern="F8",
    kind=Kind.PLAIN,
    rules=("STA005",),
    stage=_stage,
)
