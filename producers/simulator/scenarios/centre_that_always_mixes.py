"""A trading country that sells mixed boxes, now more and now less."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import briefly
from producers.simulator.storylines.consigning import Ware, evenly, trade


def _stage(play: Production) -> None:
    """Half of what a trading country exports are mixed boxes of a sorter, in one quarter some more than in the
    other.
    """
    hub, buyer = play.party("trader", "RO"), play.party("trader", "IN")
    play.consequence("STA010", "country:RO*")
    play.bend = briefly

    one, two = Ware(("BW",), 200_000, 12_000), Ware(("AO", "CD"), 200_000, 9_000)
    trade(play, [hub], [buyer], one, evenly(3, 66, 18))
    trade(play, [hub], [buyer], two, evenly(5, 64, 16))
    trade(play, [hub], [buyer], one, evenly(88, 160, 14))
    trade(play, [hub], [buyer], two, evenly(90, 158, 20))
    play.wrong("STA030", "country:RO:*")


PLAY = Play(
    name="centre_that_always_mixes",
    pattern="F13",
    kind=Kind.HONEST,
    rules=("STA030",),
    stage=_stage,
)
