"""A large parcel that is lost on the way over the end of a quarter, and found."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import slow
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """One of twelve parcels, three times as large as the others, lies in the wrong store of an airport for some
    days.
    """
    seller, buyer, ware = play.party("trader", "TG"), play.party("trader", "AE"), Ware(("TG",), 300_000, 9_000)

    trade(play, [seller], [buyer], ware, evenly(4, 60, 11))
    play.at(78, slow(3, partial(consign, seller, buyer, Ware(("TG",), 900_000, 9_000))))
    play.wrong("STA008", "pair:TG-AE:*")


PLAY = Play(
    name="parcel_lost_and_found",
    pattern="F10",
    kind=Kind.HONEST,
    rules=("STA008",),
    stage=_stage,
)
