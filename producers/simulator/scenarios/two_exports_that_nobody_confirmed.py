"""Two certificates of one quarter that the importing country never confirms."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, never_confirmed
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """Of twenty-four certified exports in a quarter two are imported by a firm that keeps the papers from its
    authority.
    """
    seller, buyer, ware = play.party("trader", "NO"), play.party("trader", "IN"), Ware(("NO",), 300_000, 9_000)
    for code in ("STA008", "STA019"):
        play.consequence(code, "pair:NO-IN:*")

    trade(play, [seller], [buyer], ware, evenly(4, 62, 22))
    for day in (20, 45):
        tell = partial(consign, seller, buyer, ware, blame=("STA007", "pair:NO-IN:2026Q1"))
        play.at(day, bent(never_confirmed, tell))


PLAY = Play(
    name="two_exports_that_nobody_confirmed",
    pattern="F9",
    kind=Kind.NEAR,
    rules=("STA007",),
    stage=_stage,
    also=("KIM010", "KIM022", "CUS003", "STA008", "STA019"),
)
