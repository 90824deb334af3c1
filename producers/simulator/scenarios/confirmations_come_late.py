"""An importing authority that enters its confirmations some weeks late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.bending import bent
from producers.simulator.storylines.consigning import Ware, consign, evenly, trade
from schemas.events import CustodyEvent, ImportConfirmed


def _stage(play: Production) -> None:
    """The authority of one country is short of staff: what arrives near the end of a quarter is confirmed in time
    and entered six weeks later.
    """
    seller, buyer, ware = play.party("trader", "MU"), play.party("trader", "AE"), Ware(("MU",), 300_000, 9_000)

    trade(play, [seller], [buyer], ware, evenly(4, 55, 18))
    for day in evenly(58, 75, 6):
        play.at(day, bent(_confirmed_late, partial(consign, seller, buyer, ware)))
    play.wrong("STA007", "pair:MU-AE:*")


def _confirmed_late(event: CustodyEvent) -> CustodyEvent:
    if not isinstance(event.body, ImportConfirmed):
        return event
    return replace(event, recorded_at=event.recorded_at + timedelta(days=40))


PLAY = Play(
    name="confirmations_come_late",
    pattern="F9",
    kind=Kind.HONEST,
    rules=("STA007",),
    stage=_stage,
)
