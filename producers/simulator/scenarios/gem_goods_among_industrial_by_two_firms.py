"""Gem rough hidden among industrial parcels of two exporters."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """Two exporters hide small parcels of gem rough among parcels of boart, one in four."""
    buyer = play.party("trader", "IN")
    for seller in (play.party("trader", "GH"), play.party("trader", "GH")):
        for n, day in enumerate(evenly(8, 72, 16)):
            ware = (
                Ware(("GH",), 5_000, 13_000, hs_code="710221")
                if n % 4 == 1
                else Ware(("GH",), 40_000, 700, hs_code="710221")
            )
            blame = ("STA014", f"party:{seller.party_id}:710221:*") if n % 4 == 1 else None
            play.at(day, partial(consign, seller, buyer, ware, blame=blame))


PLAY = Play(
    name="gem_goods_among_industrial_by_two_firms",
    pattern="F20",
    kind=Kind.DISGUISED,
    rules=("STA014",),
    stage=_stage,
)
