"""A good month at a digging, with one large stone."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import camp, finds_in_three_weeks


def _stage(play: Production) -> None:
    """Ten diggers have a good month of some eight carats each, and one of them finds a stone of sixty carats."""
    there = camp(play, "GN", "Lelouma", 10)
    finds_in_three_weeks(play, there.diggers, 57, 4, 2_000)
    finds_in_three_weeks(play, there.diggers[:1], 60, 1, 60_000)
    play.wrong("STA022", f"site:{there.site.site_id}:*")


PLAY = Play(
    name="good_month_with_a_special_stone",
    pattern="4.5",
    kind=Kind.HONEST,
    rules=("STA022",),
    stage=_stage,
    also=("STA015",),
)
