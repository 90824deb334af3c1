"""A village whose finds follow the rains, and one large stone."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.finding import season, village


def _stage(play: Production) -> None:
    """In the dry season a village finds four times as much as in the rains, its cooperative is without a line for
    three weeks, and one digger finds a stone of 40 ct.
    """
    people = village(play, "MZ", 12)

    for digger in people:
        season(play, digger, 250)
        season(play, digger, 1_000, first=92, last=165)
    season(play, people[3], 40_000, finds=1, first=130)
    for quarter in ("2026Q1", "2026Q2"):
        for digger in people:
            play.wrong("STA015", f"party:{digger.party_id}:{quarter}")


PLAY = Play(
    name="season_of_rain_and_drought",
    pattern="F21",
    kind=Kind.HONEST,
    rules=("STA015",),
    stage=_stage,
)
