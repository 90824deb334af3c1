"""Two diggers of one family who share smuggled goods in small stones."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.finding import season, village


def _stage(play: Production) -> None:
    """Two brothers among fifteen diggers each register seven times what the others find, in many small stones."""
    people = village(play, "GA", 15)

    for digger in people[2:]:
        season(play, digger, 700)
    for digger in people[:2]:
        season(play, digger, 1_000, finds=60, blame=("STA015", f"party:{digger.party_id}:2026Q1"))


PLAY = Play(
    name="two_diggers_share_foreign_goods",
    pattern="F21",
    kind=Kind.DISGUISED,
    rules=("STA015",),
    stage=_stage,
)
