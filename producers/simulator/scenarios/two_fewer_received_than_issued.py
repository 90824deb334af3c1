"""Two certificates of half a hundred are never received."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, briefly, never_arrives
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """Of fifty-six certificates for one country in a quarter two never come in there."""
    seller, buyer, ware = play.party("trader", "KZ"), play.party("trader", "IN"), Ware(("KZ",), 300_000, 9_000)
    for code in ("STA007", "STA008"):
        play.consequence(code, "pair:KZ-IN:*")
    play.bend = briefly
    trade(play, [seller], [buyer], ware, evenly(4, 66, 54))

    for day in (25, 50):
        tell = partial(consign, seller, buyer, ware, blame=("STA019", "pair:KZ-IN:2026Q1"))
        play.at(day, bent(never_arrives, tell))


PLAY = Play(
    name="two_fewer_received_than_issued",
    pattern="F9",
    kind=Kind.NEAR,
    rules=("STA019",),
    stage=_stage,
    also=("KIM010", "KIM022", "CUS003", "STA008", "STA007"),
)
