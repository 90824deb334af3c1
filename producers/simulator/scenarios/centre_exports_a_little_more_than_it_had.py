"""A trading country whose exports are a seventh above what came in."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, unborn
from producers.simulator.storylines.consigning import Ware, consign, evenly, pass_on


def _stage(play: Production) -> None:
    """Fourteen parcels pass through a country without mines, and two more leave it that never came."""
    hub = play.party("trader", "KR")
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    ware = Ware(("GH",), 10_000_000, 10_000)
    for day in evenly(5, 150, 14):
        play.at(day, partial(pass_on, source, ware, ((hub, 1000, 24), (far, 1060, 300))))
    for day in (160, 170):
        play.at(day, bent(unborn, partial(consign, hub, far, ware, blame=("STA010", "country:KR"))))


PLAY = Play(
    name="centre_exports_a_little_more_than_it_had",
    pattern="F14",
    kind=Kind.NEAR,
    rules=("STA010",),
    stage=_stage,
    also=("CUS001", "CUS005", "CUS009", "CUS002", "CUS003", "CUS014"),
)
