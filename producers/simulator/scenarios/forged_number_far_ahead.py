"""A forged certificate with a number that its issuer will reach in years."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, renumbered
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """A parcel is presented with a certificate that no authority issued.

    The forger took a number out of the air.
    """
    seller, buyer, ware = play.party("trader", "AU"), play.party("trader", "AE"), Ware(("AU",), 300_000, 9_000)

    trade(play, [seller], [buyer], ware, evenly(4, 230, 30))
    tell = partial(consign, seller, buyer, ware, blame=("STA016", "certificate:AU:048115"))
    play.at(240, bent(renumbered("AU048115"), tell))


PLAY = Play(
    name="forged_number_far_ahead",
    pattern="F1",
    kind=Kind.PLAIN,
    rules=("STA016",),
    stage=_stage,
    also=("KIM001", "KIM003", "KIM008", "KIM010", "KIM011", "KIM012", "KIM026", "STA019", "STA007"),
)
