"""Phantom exports of two firms among honest ones, told late."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent, held, never_arrives
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade


def _stage(play: Production) -> None:
    """Two exporters each add a phantom export of small value every three weeks to forty honest ones, and report them
    a month late.
    """
    sellers, buyer = [play.party("trader", "NZ") for _ in range(2)], play.party("trader", "AE")
    for code in ("STA008", "STA019"):
        play.consequence(code, "pair:NZ-AE:*")

    trade(play, sellers, [buyer], Ware(("NZ",), 300_000, 9_000), evenly(88, 160, 40))
    for n, day in enumerate(evenly(92, 155, 4)):
        small = Ware(("NZ",), 20_000, 9_000)
        tell = partial(consign, sellers[n % 2], buyer, small, blame=("STA007", "pair:NZ-AE:2026Q2"))
        play.at(day, held(30, bent(never_arrives, tell)))


PLAY = Play(
    name="phantom_exports_of_two_firms",
    pattern="F9",
    kind=Kind.DISGUISED,
    rules=("STA007",),
    stage=_stage,
    also=("KIM010", "KIM022", "CUS003", "STA008", "STA019"),
)
