"""Two dear parcels among many of industrial goods."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """Of twenty-four parcels of industrial goods two hold better stones than their sorter thought."""
    seller, buyer = play.party("trader", "GH"), play.party("trader", "IN")
    for n, day in enumerate(evenly(8, 72, 24)):
        cents = 4_000 if n in (5, 17) else 900
        play.at(day, partial(consign, seller, buyer, Ware(("GH",), 40_000, cents, hs_code="710221")))
    play.wrong("STA014", f"party:{seller.party_id}:710221:*")


PLAY = Play(
    name="good_stones_in_industrial_parcels",
    pattern="F20",
    kind=Kind.HONEST,
    rules=("STA014",),
    stage=_stage,
)
