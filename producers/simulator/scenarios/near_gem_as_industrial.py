"""Near-gem rough declared as industrial, at little more than the best industrial goods fetch."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """An exporter of industrial goods at eight dollars a carat mixes in parcels of near-gem rough at thirty-five
    dollars.
    """
    seller, buyer = play.party("trader", "GH"), play.party("trader", "IN")
    for n, day in enumerate(evenly(10, 70, 12)):
        cents, blame = (3_500, ("STA014", f"party:{seller.party_id}:710221:*")) if n % 2 else (800, None)
        play.at(day, partial(consign, seller, buyer, Ware(("GH",), 40_000, cents, hs_code="710221"), blame=blame))


PLAY = Play(
    name="near_gem_as_industrial",
    pattern="F20",
    kind=Kind.NEAR,
    rules=("STA014",),
    stage=_stage,
)
