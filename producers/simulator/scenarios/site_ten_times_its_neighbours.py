"""A digging that yields ten times what its neighbours do."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import camp, finds_in_three_weeks, told_by


def _stage(play: Production) -> None:
    """Six diggings of a zone have four licensed diggers each; one of them registers ten times as much as each of the
    others.
    """
    camps = [camp(play, "LR", "Lofa", 4) for _ in range(6)]
    for other in camps[1:]:
        finds_in_three_weeks(play, other.diggers, 57, 2, play.rng.randint(800, 1_200))
    threads = finds_in_three_weeks(play, camps[0].diggers, 57, 2, 10_000)
    play.at(90, partial(_say, threads, f"site:{camps[0].site.site_id}:2026-03"))


def _say(threads: list[Thread], subject: str, story: Thread) -> Telling:
    yield story.now
    story.production.wrong("STA023", subject, *told_by(threads))


PLAY = Play(
    name="site_ten_times_its_neighbours",
    pattern="4.5",
    kind=Kind.PLAIN,
    rules=("STA023",),
    stage=_stage,
    also=("STA015",),
)
