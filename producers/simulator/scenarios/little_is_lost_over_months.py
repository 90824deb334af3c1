"""A party that keeps a little of every lot, a few lots a month among those of honest parties."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly
from producers.simulator.storylines.weighing import delivery, lighter, thieving


def _stage(play: Production) -> None:
    """A sorting firm keeps a hundredth of a carat of every lot for eight months, in which it receives six lots a
    month; its neighbours weigh honestly.
    """
    sender, thief, honest = play.party("exporter", "GH"), play.party("trader", "GH"), play.party("trader", "GH")
    ware = Ware(("GH",), 5_000, 20_000, lots=6)
    thieving(play, sender, thief, ware, evenly(5, 240, 8), lighter(10), "STA012")
    for day in evenly(8, 243, 8):
        play.at(day, partial(delivery, sender, honest, ware))


PLAY = Play(
    name="little_is_lost_over_months",
    pattern="F17",
    kind=Kind.DISGUISED,
    rules=("STA012",),
    stage=_stage,
    also=("CUS008",),
)
