"""Smuggled goods that a whole village registers a little of each."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.finding import season, village


def _stage(play: Production) -> None:
    """Every digger of a village registers twice as much as he finds, so that nobody stands out."""
    people = village(play, "ML", 12)

    for digger in people:
        season(play, digger, 1_400)
        play.wrong("STA015", f"party:{digger.party_id}:2026Q1")


PLAY = Play(
    name="village_shares_foreign_goods",
    pattern="F21",
    kind=Kind.DISGUISED,
    rules=("STA015",),
    stage=_stage,
    out_of_reach="all peers do the same, so the peers are no measure",
)
