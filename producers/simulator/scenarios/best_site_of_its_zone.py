"""The best digging of its zone."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.digging import camp, finds_in_three_weeks


def _stage(play: Production) -> None:
    """One of six diggings of a zone yields twice as much for each digger as the others."""
    camps = [camp(play, "LR", "Bong", 4) for _ in range(6)]
    for other in camps[1:]:
        finds_in_three_weeks(play, other.diggers, 57, 2, play.rng.randint(900, 1_100))
    finds_in_three_weeks(play, camps[0].diggers, 57, 2, 2_000)
    play.wrong("STA023", f"site:{camps[0].site.site_id}:*")


PLAY = Play(
    name="best_site_of_its_zone",
    pattern="4.5",
    kind=Kind.HONEST,
    rules=("STA023",),
    stage=_stage,
    also=("STA015",),
)
