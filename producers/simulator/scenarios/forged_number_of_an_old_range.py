"""A forged certificate with a number of a range that was used the year before."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, renumbered
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """A parcel is presented with a certificate that no authority issued.

    Its number lies in the range of the year before, as that of the forged certificate 4306 of Sierra Leone did.
    """
    seller, buyer, ware = play.party("trader", "BR"), play.party("trader", "AE"), Ware(("BR",), 300_000, 9_000)

    trade(play, [seller], [buyer], ware, evenly(4, 230, 30))
    tell = partial(consign, seller, buyer, ware, blame=("STA016", "certificate:BR:019204"))
    play.at(240, bent(renumbered("BR019204"), tell))


PLAY = Play(
    name="forged_number_of_an_old_range",
    pattern="F1",
    kind=Kind.PLAIN,
    rules=("STA016",),
    stage=_stage,
    also=("KIM001", "KIM003", "KIM008", "KIM010", "KIM011", "KIM012", "KIM026", "STA019", "STA007"),
)
