"""Foreign goods in many small parcels between those of a mine."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, mine_and_send


def _stage(play: Production) -> None:
    """Beside what a mine yields it registers foreign goods, parcel by parcel, a few hundred carats each, half as
    much again as its capacity in a year.
    """
    site = play.site("ML", "mine", capacity=60_000)
    miner, buyer = play.party("miner", "ML", site=site), play.party("trader", "AE")
    play.consequence("STA006", "country:ML")
    for n, day in enumerate(evenly(5, 330, 40)):
        play.at(
            day,
            partial(
                mine_and_send,
                miner,
                buyer,
                Ware(("ML",), (2_000_000 if n % 3 else 3_000_000), 15_000),
                blame=("STA005", f"site:{site.site_id}"),
            ),
        )


PLAY = Play(
    name="foreign_goods_in_small_parcels_of_a_mine",
    pattern="F8",
    kind=Kind.DISGUISED,
    rules=("STA005",),
    stage=_stage,
)
