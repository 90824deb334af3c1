"""Imports above their worth, by two firms and in small parcels, from a supplier who never asked for less."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, trade
from producers.simulator.storylines.overvaluing import dear_imports, market


def _stage(play: Production) -> None:
    """Two sister firms buy small parcels at four times the market from a supplier that sells to nobody else; between
    them each buys elsewhere at the usual price.
    """
    usual = Ware(("US",), 90_000, 11_000)
    market(play, [usual] * 5)
    supplier, honest = play.party("trader", "AE"), play.party("trader", "BE")
    firms = [play.party("trader", "IN"), play.party("trader", "IN")]
    trade(play, [honest], firms, usual, [180, 200, 220, 240])
    for firm, days in zip(firms, ([230, 260], [245, 275]), strict=True):
        dear_imports("STA034", supplier, firm, Ware(("US",), 9_000, 44_000, spread=60), days, play)


PLAY = Play(
    name="dear_imports_of_two_firms_in_small_lots",
    pattern="F6",
    kind=Kind.DISGUISED,
    rules=("STA034",),
    stage=_stage,
)
