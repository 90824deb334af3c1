"""A house that keeps a few carats a month of very large lots."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware
from producers.simulator.storylines.weighing import lighter, thieving


def _stage(play: Production) -> None:
    """A house receives forty lots of two thousand carats a month and keeps a fifth of a carat of each, less than its
    scales can tell.
    """
    sender, thief = play.party("exporter", "GH"), play.party("trader", "GH")
    ware = Ware(("GH",), 2_000_000, 20_000, lots=10)
    thieving(play, sender, thief, ware, [28, 34, 41, 47], lighter(200), "STA018")


PLAY = Play(
    name="large_house_loses_five_carats",
    pattern="F17",
    kind=Kind.DISGUISED,
    rules=("STA018",),
    stage=_stage,
    also=("CUS008", "STA012"),
    out_of_reach="scales that err by a thousandth lose and gain more of such lots by chance",
)
