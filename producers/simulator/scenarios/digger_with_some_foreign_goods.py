"""A digger who registers five times what the others find."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.finding import season, village


def _stage(play: Production) -> None:
    """In a village of a dozen diggers one registers five times as much as the others in a quarter."""
    people = village(play, "CI", 12)

    for digger in people[1:]:
        season(play, digger, 700)
    season(play, people[0], 1_750, finds=24, blame=("STA015", f"party:{people[0].party_id}:2026Q1"))


PLAY = Play(
    name="digger_with_some_foreign_goods",
    pattern="F21",
    kind=Kind.NEAR,
    rules=("STA015",),
    stage=_stage,
)
