"""Goods from elsewhere that are registered as finds of a digging."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import camp, finds_in_three_weeks, told_by


def _stage(play: Production) -> None:
    """Eight licensed diggers register a hundred carats each within a month, where a good month brings some five."""
    there = camp(play, "GN", "Gaoual", 8)
    threads = finds_in_three_weeks(play, there.diggers, 57, 5, 20_000)
    play.at(90, partial(_say, threads, f"site:{there.site.site_id}:2026-03"))


def _say(threads: list[Thread], subject: str, story: Thread) -> Telling:
    yield story.now
    story.production.wrong("STA022", subject, *told_by(threads))


PLAY = Play(
    name="imported_goods_at_a_digging",
    pattern="4.5",
    kind=Kind.PLAIN,
    rules=("STA022",),
    stage=_stage,
    also=("STA015",),
)
