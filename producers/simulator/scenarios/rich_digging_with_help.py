"""A digging that yields somewhat more than its diggers can find."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import camp, finds_in_three_weeks, told_by


def _stage(play: Production) -> None:
    """Ten licensed diggers register about forty carats each within a month."""
    there = camp(play, "GN", "Koundara", 10)
    threads = finds_in_three_weeks(play, there.diggers, 57, 4, 10_000)
    play.at(90, partial(_say, threads, f"site:{there.site.site_id}:2026-03"))


def _say(threads: list[Thread], subject: str, story: Thread) -> Telling:
    yield story.now
    story.production.wrong("STA022", subject, *told_by(threads))


PLAY = Play(
    name="rich_digging_with_help",
    pattern="4.5",
    kind=Kind.NEAR,
    rules=("STA022",),
    stage=_stage,
    also=("STA015",),
)
