"""A party that keeps more of a few lots."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly
from producers.simulator.storylines.weighing import lighter, thieving


def _stage(play: Production) -> None:
    """A sorting firm keeps three hundredths of a carat of every third lot of five carats, and hides them among sixty
    lots of a month.
    """
    sender, thief = play.party("exporter", "GH"), play.party("trader", "GH")
    ware = Ware(("GH",), 5_000, 20_000, lots=10)
    thieving(play, sender, thief, ware, evenly(27, 48, 6), lighter(30, of_ten=4), "STA018")


PLAY = Play(
    name="tenth_of_the_lots_loses_much",
    pattern="F17",
    kind=Kind.DISGUISED,
    rules=("STA018",),
    stage=_stage,
    also=("CUS008", "STA012"),
)
