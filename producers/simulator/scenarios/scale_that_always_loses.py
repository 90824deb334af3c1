"""A party that keeps a little of every lot it receives."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.weighing import lighter, thieving


def _stage(play: Production) -> None:
    """A sorting firm receives forty-eight lots of five carats in four weeks, and a hundredth of a carat is missing
    of each, as much as two scales may differ.
    """
    sender, thief = play.party("exporter", "GH"), play.party("trader", "GH")
    ware = Ware(("GH",), 5_000, 20_000, lots=12)
    thieving(play, sender, thief, ware, [28, 34, 41, 47], lighter(10), "STA012", "STA018")


PLAY = Play(
    name="scale_that_always_loses",
    pattern="F17",
    kind=Kind.PLAIN,
    rules=(
        "STA012",
        "STA018",
    ),
    stage=_stage,
    also=("CUS008",),
)
