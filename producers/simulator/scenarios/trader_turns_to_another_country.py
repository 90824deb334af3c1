"""A trader who buys elsewhere since an embargo."""

from __future__ import annotations

from datetime import date

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.consigning import Ware, evenly, trade
from producers.simulator.storylines.published import banned


def _stage(play: Production) -> None:
    """A trader bought lots of a country until its embargo, and buys goods of DR Congo since then, as cheap as those
    are.
    """
    trader, old, new = play.party("trader", "BE"), play.party("trader", "LK"), play.party("trader", "CD")
    trade(play, [old], [trader], Ware(("LK",), 600_000, 17_500), evenly(10, 95, 10))
    trade(play, [new], [trader], Ware(("CD",), 600_000, 1_100), evenly(130, 300, 14))
    play.wrong("STA031", f"party:{trader.party_id}:*")


PLAY = Play(
    name="trader_turns_to_another_country",
    pattern="F12",
    kind=Kind.HONEST,
    rules=("STA031",),
    stage=_stage,
    amend=banned("LK", date(2026, 5, 1), date(2299, 12, 31)),
)
