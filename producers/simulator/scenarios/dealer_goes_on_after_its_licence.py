"""A dealer that goes on after its licence has ended."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.dealing import export_stock


def _stage(play: Production) -> None:
    """A dealer's licence ends with March; a few days later it exports a lot that it had promised before."""
    dealer, buyer = play.party("trader", "TZ"), play.party("trader", "AE")
    play.licensed(dealer, "buying", until=date(2026, 3, 31))
    play.at(20, partial(export_stock, dealer, buyer, blamed=False))
    play.at(88, partial(export_stock, dealer, buyer, blamed=True))


PLAY = Play(
    name="dealer_goes_on_after_its_licence",
    pattern="F21",
    kind=Kind.NEAR,
    rules=("LIC003",),
    stage=_stage,
)
