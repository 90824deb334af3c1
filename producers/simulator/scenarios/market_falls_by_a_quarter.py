"""Prices that follow a falling market."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, consign


def _stage(play: Production) -> None:
    """A dealer's prices fall by a quarter over eight months, as those of most producers did in 2023."""
    seller, buyer = play.party("trader", "GH"), play.party("trader", "IN")
    for n in range(24):
        play.at(5 + 14 * n, partial(consign, seller, buyer, Ware(("GH",), 120_000, 11_000 - 2_750 * n // 23)))
    play.wrong("STA003", f"party:{seller.party_id}:*")


PLAY = Play(
    name="market_falls_by_a_quarter",
    pattern="F5",
    kind=Kind.HONEST,
    rules=("STA003",),
    stage=_stage,
)
