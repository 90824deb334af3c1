"""A party that keeps a little of two lots of three."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly
from producers.simulator.storylines.weighing import lighter, thieving


def _stage(play: Production) -> None:
    """A sorting firm receives ninety lots of five carats in four weeks, and a hundredth of a carat is missing of
    seven lots of ten.
    """
    sender, thief = play.party("exporter", "GH"), play.party("trader", "GH")
    ware = Ware(("GH",), 5_000, 20_000, lots=10)
    thieving(play, sender, thief, ware, evenly(27, 50, 9), lighter(10, of_ten=7), "STA012", "STA018")


PLAY = Play(
    name="scale_that_mostly_loses",
    pattern="F17",
    kind=Kind.NEAR,
    rules=(
        "STA012",
        "STA018",
    ),
    stage=_stage,
    also=("CUS008",),
)
