"""Smuggled goods that two firms of a trading country send on in small lots."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, unborn
from producers.simulator.storylines.consigning import Ware, consign, evenly, pass_on


def _stage(play: Production) -> None:
    """Two firms of a country without mines each add small parcels from nowhere to what they import and re-export,
    for five months.
    """
    hubs = [play.party("trader", "UA") for _ in range(2)]
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    for n, day in enumerate(evenly(5, 150, 12)):
        stops = ((hubs[n % 2], 1000, 24), (far, 1060, 300))
        play.at(day, partial(pass_on, source, Ware(("GH",), 4_000_000, 10_000), stops))
    for n, day in enumerate(evenly(30, 160, 10)):
        ware = Ware(("GH",), 900_000, 10_000)
        play.at(day, bent(unborn, partial(consign, hubs[n % 2], far, ware, blame=("STA010", "country:UA"))))


PLAY = Play(
    name="smuggled_lots_leave_by_two_firms",
    pattern="F14",
    kind=Kind.DISGUISED,
    rules=("STA010",),
    stage=_stage,
    also=("CUS001", "CUS005", "CUS009", "CUS002", "CUS003", "CUS014"),
)
