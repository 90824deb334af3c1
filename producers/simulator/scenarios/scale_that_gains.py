"""A scale that shows too much, and an honest one."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent
from producers.simulator.storylines.consigning import Ware, evenly
from producers.simulator.storylines.weighing import delivery, lighter


def _stage(play: Production) -> None:
    """The scale of one firm shows a hundredth of a carat too much for months, and that of its neighbour errs to both
    sides.
    """
    sender, heavy, honest = play.party("exporter", "GH"), play.party("trader", "GH"), play.party("trader", "GH")
    ware = Ware(("GH",), 5_000, 20_000, lots=10)
    for n, party in enumerate((heavy, honest)):
        for day in evenly(27 + n, 55 + n, 6):
            tell = partial(delivery, sender, party, ware)
            play.at(day, bent(lighter(-10), tell) if party is heavy else tell)
        play.wrong("STA012", f"party:{party.party_id}")
        play.wrong("STA018", f"party:{party.party_id}:*")


PLAY = Play(
    name="scale_that_gains",
    pattern="F17",
    kind=Kind.HONEST,
    rules=(
        "STA012",
        "STA018",
    ),
    stage=_stage,
)
