"""A forged certificate with a number that its issuer will reach in some months."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, renumbered
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """A forger guesses a number that is a hundred ahead of the last one, where the issuer uses one or two a week."""
    seller, buyer, ware = play.party("trader", "JP"), play.party("trader", "AE"), Ware(("JP",), 300_000, 9_000)

    trade(play, [seller], [buyer], ware, evenly(4, 230, 40))
    tell = partial(consign, seller, buyer, ware, blame=("STA016", "certificate:JP:020141"))
    play.at(240, bent(renumbered("JP020141"), tell))


PLAY = Play(
    name="forged_number_two_months_ahead",
    pattern="F1",
    kind=Kind.NEAR,
    rules=("STA016",),
    stage=_stage,
    also=("KIM001", "KIM003", "KIM008", "KIM010", "KIM011", "KIM012", "KIM026", "STA019", "STA007"),
)
