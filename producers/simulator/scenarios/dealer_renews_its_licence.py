"""A dealer whose licence is renewed under another number."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.dealing import export_stock


def _stage(play: Production) -> None:
    """A dealer's licence ends with March, the next one, of another number, begins with April; it trades in both."""
    dealer, buyer = play.party("trader", "TZ"), play.party("trader", "AE")
    play.licensed(dealer, "buying", "TZ-1", until=date(2026, 3, 31))
    play.licensed(dealer, "buying", "TZ-2", since=date(2026, 4, 1))
    for day in (20, 78, 84, 86, 90):
        play.at(day, partial(export_stock, dealer, buyer, blamed=True))


PLAY = Play(
    name="dealer_renews_its_licence",
    pattern="F21",
    kind=Kind.HONEST,
    rules=("LIC003",),
    stage=_stage,
)
