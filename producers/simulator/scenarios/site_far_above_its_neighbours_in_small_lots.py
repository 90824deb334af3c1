"""A digging far above its neighbours, in many small lots that come late."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import LATE, camp, finds_in_three_weeks, told_by


def _stage(play: Production) -> None:
    """One of six diggings registers seven times what the others do, in small lots that are sent in five weeks late."""
    camps = [camp(play, "LR", "Gbarpolu", 4) for _ in range(6)]
    for other in camps[1:]:
        finds_in_three_weeks(play, other.diggers, 57, 2, play.rng.randint(800, 1_200))
    threads = finds_in_three_weeks(play, camps[0].diggers, 57, 28, 500, held=LATE)
    play.at(90, partial(_say, threads, f"site:{camps[0].site.site_id}:2026-03"))


def _say(threads: list[Thread], subject: str, story: Thread) -> Telling:
    yield story.now
    story.production.wrong("STA023", subject, *told_by(threads))


PLAY = Play(
    name="site_far_above_its_neighbours_in_small_lots",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rules=("STA023",),
    stage=_stage,
    also=("STA015",),
)
