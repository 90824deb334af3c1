"""A digging that yields four or five times what its neighbours do."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import camp, finds_in_three_weeks, told_by


def _stage(play: Production) -> None:
    """One of six diggings of a zone registers four to five times as much for each digger as the others."""
    camps = [camp(play, "LR", "Nimba", 4) for _ in range(6)]
    for other in camps[1:]:
        finds_in_three_weeks(play, other.diggers, 57, 2, play.rng.randint(800, 1_200))
    threads = finds_in_three_weeks(play, camps[0].diggers, 57, 2, 4_800)
    play.at(90, partial(_say, threads, f"site:{camps[0].site.site_id}:2026-03"))


def _say(threads: list[Thread], subject: str, story: Thread) -> Telling:
    yield story.now
    story.production.wrong("STA023", subject, *told_by(threads))


PLAY = Play(
    name="site_four_times_its_neighbours",
    pattern="4.5",
    kind=Kind.NEAR,
    rules=("STA023",),
    stage=_stage,
    also=("STA015",),
)
