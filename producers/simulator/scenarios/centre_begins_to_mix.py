"""A trading country in which suddenly most parcels are of mixed origin."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import briefly
from producers.simulator.storylines.consigning import Ware, evenly, trade


def _stage(play: Production) -> None:
    """A tenth of what a trading country exports is of mixed origin.

    From one quarter to the next it is two thirds, after a producer was sanctioned.
    """
    hub, buyer = play.party("trader", "FR"), play.party("trader", "IN")
    play.consequence("STA010", "country:FR*")
    play.bend = briefly

    one, two = Ware(("BW",), 200_000, 12_000), Ware(("AO", "CD"), 200_000, 9_000)
    trade(play, [hub], [buyer], one, evenly(3, 66, 31))
    trade(play, [hub], [buyer], two, evenly(5, 64, 4))
    trade(play, [hub], [buyer], one, evenly(88, 160, 12))
    trade(play, [hub], [buyer], two, evenly(90, 158, 24), ("STA030", "country:FR:2026Q2"))


PLAY = Play(
    name="centre_begins_to_mix",
    pattern="F13",
    kind=Kind.PLAIN,
    rules=("STA030",),
    stage=_stage,
)
