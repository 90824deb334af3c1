"""A published production a seventh above what the large operators report."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output, reported


def _stage(play: Production) -> None:
    """A seventh of a country's output comes from small pits that report to nobody but the ministry."""
    play.wrong("STA002", "country:LA:2025")


PLAY = Play(
    name="small_operators_that_do_not_report",
    pattern="F8",
    kind=Kind.HONEST,
    rules=("STA002",),
    stage=_stage,
    figures=output("LA", 2025, 1_150_000),
    operators=reported("LA", 2025, first=1_000_000),
)
