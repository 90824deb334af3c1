"""Two dealers of one house that go on in small lots after their licences have ended."""

from __future__ import annotations

from datetime import date
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import evenly
from producers.simulator.storylines.dealing import export_stock


def _stage(play: Production) -> None:
    """The licences of two dealers end with March. In the two months after it they export three small lots each, in
    turn, among those of a third dealer whose licence holds.
    """
    buyer, dealers = play.party("trader", "AE"), [play.party("trader", "TZ") for _ in range(3)]
    for number, dealer in enumerate(dealers):
        play.licensed(dealer, "buying", until=date(2026, 3, 31) if number else None)
        for day in evenly(20 + number, 76 + number, 3):
            play.at(day, partial(export_stock, dealer, buyer, blamed=False))
        for day in evenly(90 + 4 * number, 142 + 4 * number, 3):
            play.at(day, partial(export_stock, dealer, buyer, blamed=number > 0, carats=(1_000, 4_000)))


PLAY = Play(name="two_dealers_go_on_in_small_lots", pattern="F21", kind=Kind.DISGUISED, rules=("LIC003",), stage=_stage)
