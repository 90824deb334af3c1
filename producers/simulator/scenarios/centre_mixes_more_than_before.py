"""A trading country in which mixed parcels become more frequent by three tenths."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import briefly
from producers.simulator.storylines.consigning import Ware, evenly, trade


def _stage(play: Production) -> None:
    """A tenth of what a trading country exports is of mixed origin, and four tenths in the quarter after a producer
    was sanctioned.
    """
    hub, buyer = play.party("trader", "ES"), play.party("trader", "IN")
    play.consequence("STA010", "country:ES*")
    play.bend = briefly

    one, two = Ware(("BW",), 200_000, 12_000), Ware(("AO", "CD"), 200_000, 9_000)
    trade(play, [hub], [buyer], one, evenly(3, 66, 36))
    trade(play, [hub], [buyer], two, evenly(5, 64, 4))
    trade(play, [hub], [buyer], one, evenly(88, 160, 24))
    trade(play, [hub], [buyer], two, evenly(90, 158, 16), ("STA030", "country:ES:2026Q2"))


PLAY = Play(
    name="centre_mixes_more_than_before",
    pattern="F13",
    kind=Kind.NEAR,
    rules=("STA030",),
    stage=_stage,
)
