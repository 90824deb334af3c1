"""Certificates for exports that never arrive anywhere."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, never_arrives
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """Of thirty certified exports to one country in a quarter eight are never imported nor confirmed there."""
    seller, buyer, ware = play.party("trader", "TR"), play.party("trader", "AE"), Ware(("TR",), 300_000, 9_000)
    for code in ("STA008", "STA019"):
        play.consequence(code, "pair:TR-AE:*")

    trade(play, [seller], [buyer], ware, evenly(4, 62, 22))
    for day in evenly(8, 60, 8):
        tell = partial(consign, seller, buyer, ware, blame=("STA007", "pair:TR-AE:2026Q1"))
        play.at(day, bent(never_arrives, tell))


PLAY = Play(
    name="exports_that_nobody_received",
    pattern="F9",
    kind=Kind.PLAIN,
    rules=("STA007",),
    stage=_stage,
    also=("KIM010", "KIM022", "CUS003", "STA008", "STA019"),
)
