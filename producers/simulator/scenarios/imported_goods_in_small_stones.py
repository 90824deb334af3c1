"""Goods from elsewhere that are registered stone by stone, and late."""

from __future__ import annotations

from functools import partial

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production, Thread
from producers.simulator.story import Telling
from producers.simulator.storylines.digging import LATE, camp, finds_in_three_weeks, told_by


def _stage(play: Production) -> None:
    """Each of six diggers registers some sixty carats in a month, in forty small lots that are sent in five weeks
    late.
    """
    there = camp(play, "GN", "Mali", 6)
    threads = finds_in_three_weeks(play, there.diggers, 57, 40, 1_500, held=LATE)
    play.at(90, partial(_say, threads, f"site:{there.site.site_id}:2026-03"))


def _say(threads: list[Thread], subject: str, story: Thread) -> Telling:
    yield story.now
    story.production.wrong("STA022", subject, *told_by(threads))


PLAY = Play(
    name="imported_goods_in_small_stones",
    pattern="4.5",
    kind=Kind.DISGUISED,
    rules=("STA022",),
    stage=_stage,
    also=("STA015",),
)
