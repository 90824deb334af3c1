"""A trading country without mines exports half as much again as came in."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, unborn
from producers.simulator.storylines.consigning import Ware, consign, evenly, pass_on


def _stage(play: Production) -> None:
    """Of the rough that leaves a country without mines, seven parcels came in before and five came from nowhere; the
    United States of 2011 had 0.7 million carats in and 1.1 million out.
    """
    hub = play.party("trader", "QA")
    source, far = play.party("trader", "GH"), play.party("trader", "IN")
    ware = Ware(("GH",), 10_000_000, 10_000)
    for day in evenly(5, 150, 7):
        play.at(day, partial(pass_on, source, ware, ((hub, 1000, 24), (far, 1060, 300))))
    for day in evenly(40, 150, 5):
        play.at(day, bent(unborn, partial(consign, hub, far, ware, blame=("STA010", "country:QA"))))


PLAY = Play(
    name="centre_exports_more_than_it_had",
    pattern="F14",
    kind=Kind.PLAIN,
    rules=("STA010",),
    stage=_stage,
    also=("CUS001", "CUS005", "CUS009", "CUS002", "CUS003", "CUS014"),
)
