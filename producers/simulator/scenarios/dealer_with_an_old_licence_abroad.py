"""A dealer whose licence in another country has ended long ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.licensing import licence_of
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.dealing import export_stock


def _stage(play: Production) -> None:
    """A dealer gave up its licence in Sierra Leone with 2015; it trades in Eswatini, whose register is not at hand."""
    dealer, buyer = play.party("trader", "SZ"), play.party("trader", "AE")
    given_up = licence_of("SL-OLD-1", dealer, "buying", until=date(2015, 12, 31))
    play.licences.append(replace(given_up, country="SL"))
    for day in (20, 50, 80):
        play.at(day, partial(export_stock, dealer, buyer, blamed=True))


PLAY = Play(
    name="dealer_with_an_old_licence_abroad",
    pattern="F21",
    kind=Kind.HONEST,
    rules=("LIC003",),
    stage=_stage,
    uses=frozenset({"country:SZ"}),
)
