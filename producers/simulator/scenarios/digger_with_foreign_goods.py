"""A digger who registers ten times what the others find."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.finding import season, village


def _stage(play: Production) -> None:
    """In a village of a dozen diggers one registers ten times as much as the others in a quarter: smuggled stones."""
    people = village(play, "BR", 12)

    for digger in people[1:]:
        season(play, digger, 700)
    season(play, people[0], 3_500, finds=24, blame=("STA015", f"party:{people[0].party_id}:2026Q1"))


PLAY = Play(
    name="digger_with_foreign_goods",
    pattern="F21",
    kind=Kind.PLAIN,
    rules=("STA015",),
    stage=_stage,
)
