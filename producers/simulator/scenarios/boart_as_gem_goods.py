"""Industrial rough declared as gem goods, so that money can be paid for it."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """An exporter declares parcels of boart, worth two or three dollars a carat, under the code of gem goods."""
    seller, buyer = play.party("trader", "GH"), play.party("trader", "IN")
    for day in evenly(10, 70, 6):
        play.at(
            day,
            partial(
                consign,
                seller,
                buyer,
                Ware(("GH",), 40_000, 250),
                blame=("STA014", f"party:{seller.party_id}:710231:*"),
            ),
        )


PLAY = Play(
    name="boart_as_gem_goods",
    pattern="F20",
    kind=Kind.PLAIN,
    rules=("STA014",),
    stage=_stage,
)
