"""A small part of the exports of one firm is missing at the destination, quarter after quarter."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import arriving, bent
from producers.simulator.storylines.consigning import Ware, consign, evenly


def _stage(play: Production) -> None:
    """Six per cent of what two firms export to one country never arrive, for three quarters in a row, among honest
    parcels of the same pair.
    """
    sellers, buyer = [play.party("trader", "MX") for _ in range(2)], play.party("trader", "IN")
    for first in (4, 88, 180):
        for n, day in enumerate(evenly(first, first + 60, 12)):
            blame = ("STA008", "pair:MX-IN:2026Q3") if n % 3 == 0 else None
            tell = partial(consign, sellers[n % 2], buyer, Ware(("MX",), 300_000, 9_000), blame=blame)
            play.at(day, bent(arriving(820), tell) if blame else tell)
    for quarter in ("2026Q1", "2026Q2"):
        play.consequence("STA008", f"pair:MX-IN:{quarter}")


PLAY = Play(
    name="a_little_never_arrives_for_three_quarters",
    pattern="F10",
    kind=Kind.DISGUISED,
    rules=("STA008",),
    stage=_stage,
    also=("KIM019", "CUS008", "CUS009", "KIM008", "KIM009", "KIM010", "CUS003", "STA012", "STA018"),
)
