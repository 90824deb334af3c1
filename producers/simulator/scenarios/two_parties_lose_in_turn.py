"""Two parties of one family who each keep a little of every second lot."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly
from producers.simulator.storylines.weighing import lighter, thieving


def _stage(play: Production) -> None:
    """Two sorting firms share the theft, so that each loses only of every second lot that it receives, for a
    quarter.
    """
    sender = play.party("exporter", "GH")
    ware = Ware(("GH",), 5_000, 20_000, lots=10)
    for thief in (play.party("trader", "GH"), play.party("trader", "GH")):
        thieving(play, sender, thief, ware, evenly(5, 80, 18), lighter(10, of_ten=5), "STA012")


PLAY = Play(
    name="two_parties_lose_in_turn",
    pattern="F17",
    kind=Kind.DISGUISED,
    rules=("STA012",),
    stage=_stage,
    also=("CUS008", "STA018"),
)
